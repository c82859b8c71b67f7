# The changes of a comparison, a line for each row: the change and its 90% interval, worse to the
# right. Before this come style.gp and, as variables:
#   logarithmic              0: changes are in percent; 1: they are factors, on a logarithmic axis
#   bound_low, bound_high    beyond which a change counts
#   low, high                ends of the x axis
#   row_name[]
# The data: a line of `row change low high verdict` for each row; verdict is 0 for equivalent, 1 for
# an improvement, 2 for a regression, 3 for inconclusive.

rows = |row_name|
longest = 0
do for [i = 1:rows] { if (strlen(row_name[i]) > longest) { longest = strlen(row_name[i]) } }

# Sizes in pixels.
row_height = 20
left = 40 + 8 * longest
width = left + 560
if (width < narrowest) { width = narrowest }
bottom = head_height + 20 + rows * row_height
height = bottom + 100 + foot_height

eval open_picture
set lmargin at screen from_left(left)
set rmargin at screen from_left(width - 30)
set tmargin at screen from_top(head_height + 20)
set bmargin at screen from_top(bottom)

set yrange [rows + 0.7 : 0.3]
set tics nomirror
unset ytics
unset grid
set grid x linetype 101
do for [i = 1:rows] { set label 100 + i row_name[i] at graph 0, first i offset -1, 0 right }

set xrange [low : high]
same = logarithmic ? 1 : 0
if (logarithmic) {
  set logscale x
  set xtics ()
  factors = high / low > 200 ? '0.001 0.01 0.1 1 10 100 1000 10000' : '0.01 0.02 0.05 0.1 0.2 0.5 1 2 5 10 20 50 100'
  do for [factor in factors] { set xtics add (factor . 'x' real(factor)) }
  x_label = 'factor by which it is worse, on a logarithmic scale: 2x takes twice as long or moves half as much'
} else {
  set format x '%+h%%'
  x_label = 'change; to the right is worse'
}
set label 3 x_label at screen from_left((left + width - 30) / 2), from_top(bottom + 38) center font (logarithmic ? small_font : '')
set arrow 1 from same, graph 0 to same, graph 1 nohead linetype 100
set arrow 2 from bound_high, graph 0 to bound_high, graph 1 nohead linetype 101 linewidth 2 dashtype 2
set arrow 3 from bound_low, graph 0 to bound_low, graph 1 nohead linetype 101 linewidth 2 dashtype 2

# Shapes as well as colours, so that black and white will do.
array verdict[4] = ['equivalent', 'improvement', 'regression', 'inconclusive']
array verdict_colour[4] = ['#888888', '#0072b2', '#d55e00', '#000000']
array verdict_shape[4] = [7, 9, 5, 6]
set key at screen 0.5, from_top(bottom + 75) center center horizontal maxcols 4 reverse Left samplen 2 width 2 noenhanced
plot for [v = 1:4] data using ($5 == v - 1 ? $2 : NaN):1:3:4 with xerrorbars pointtype verdict_shape[v] pointsize point_size * 1.3 linewidth 1.6 linecolor rgb verdict_colour[v] title verdict[v]
