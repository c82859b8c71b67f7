# The changes of a comparison, a line for each row: the change and its 90% interval, worse to the
# right. Before this come style.gp and, as variables:
#   caption     text above the plot
#   min_effect  percent beyond which a change counts
#   low, high   ends of the x axis, in percent
#   row_name[]
# The data: a line of `row change low high colour` for each row, in percent; colour is 0 for
# equivalent, 1 for an improvement, 2 for a regression, 3 for inconclusive.

rows = |row_name|
longest = 0
do for [i = 1:rows] { if (strlen(row_name[i]) > longest) { longest = strlen(row_name[i]) } }

# Sizes in pixels.
row_height = 20
left = 40 + 8 * longest
width = left + 560
if (width < narrowest) { width = narrowest }
if (width < 60 + 8 * strlen(caption)) { width = 60 + 8 * strlen(caption) }
head_height = 70
foot_height = 90
height = head_height + rows * row_height + foot_height
from_left(x) = x / (width + 0.0)
from_top(y) = 1 - y / (height + 0.0)

eval open_picture
set label 1 'Changes with their 90% intervals' at screen 0.5, from_top(20) center font title_font
set label 2 caption at screen 0.5, from_top(44) center
set lmargin at screen from_left(left)
set rmargin at screen from_left(width - 30)
set tmargin at screen from_top(head_height)
set bmargin at screen from_top(height - foot_height)

set yrange [rows + 0.7 : 0.3]
set key off
set tics nomirror
unset ytics
unset grid
set grid x linetype 101
do for [i = 1:rows] { set label 100 + i row_name[i] at graph 0, first i offset -1, 0 right }
set label 3 'change in percent; to the right is worse' at screen from_left((left + width - 30) / 2), from_top(height - 40) center
set label 4 'blue: improvement   orange: regression   grey: equivalent   black: inconclusive' at screen 0.5, from_top(height - 16) center font small_font

set xrange [low : high]
set arrow 1 from 0, graph 0 to 0, graph 1 nohead linetype 100
set arrow 2 from min_effect, graph 0 to min_effect, graph 1 nohead linetype 101 linewidth 2 dashtype 2
set arrow 3 from -min_effect, graph 0 to -min_effect, graph 1 nohead linetype 101 linewidth 2 dashtype 2

colour_of(verdict) = verdict == 2 ? 0xd55e00 : verdict == 1 ? 0x0072b2 : verdict == 0 ? 0x888888 : 0x000000
plot data using 2:1:3:4:(colour_of($5)) with xerrorbars pointtype 7 pointsize point_size linewidth 1.6 linecolor rgb variable
