# Latency against load, as a search for the capacity has walked it. Before this come style.gp and,
# as variables:
#   x_label                 what the load counts
#   capacity, knee          loads to mark; NaN: not known
#   bound[], bound_name[]   the objective's bounds on response times in ms; the first one is none
# The data: a line of `load p50 p99 met` for each load, times in ms, met 1 or 0.

width = narrowest
height = head_height + 425 + foot_height

eval open_picture
set lmargin at screen from_left(75)
set rmargin at screen from_left(width - 20)
set tmargin at screen from_top(head_height + 50)
set bmargin at screen from_top(height - foot_height - 100)

set logscale y
set xrange [0:*]
set offsets graph 0, graph 0.04, graph 0, graph 0
set tics nomirror
set xlabel x_label
set ylabel 'response time, ms'
set format y '%g'

is_known(x) = x == x
if (is_known(capacity)) {
  set arrow 1 from capacity, graph 0 to capacity, graph 1 nohead linetype 100 linewidth 2
  set label 3 'capacity' at capacity, graph 1 center offset 0, 1.7
}
if (is_known(knee)) {
  set arrow 2 from knee, graph 0 to knee, graph 1 nohead linetype 100 dashtype 3
  set label 4 'knee' at knee, graph 1 center offset 0, 0.6
}

# Black and white will do: p50 and p99 differ in shape and dashes, filled points met the objective.
set key at screen 0.5, from_top(height - foot_height - 24) center center horizontal reverse Left samplen 4 width 2 noenhanced
plot for [b = 1:|bound|] bound[b] with lines linewidth 1.6 dashtype 4 linecolor rgb '#000000' title bound_name[b], \
     for [c = 2:3] data using 1:c with lines linewidth 1.6 dashtype dashes(3 - c) linecolor rgb colour(3 - c) notitle, \
     for [c = 2:3] data using ($4 == 1 ? $1 : NaN):c with points pointtype shape(0, 3 - c) pointsize 1.4 * point_size linecolor rgb colour(3 - c) title (c == 2 ? 'p50, met' : 'p99, met'), \
     for [c = 2:3] data using ($4 == 0 ? $1 : NaN):c with points pointtype shape(1, 3 - c) pointsize 1.4 * point_size linecolor rgb colour(3 - c) title (c == 2 ? 'p50, missed' : 'p99, missed')
