# The whole matrix: a row for each scenario but for mode and server pool, which are the columns.
# Before this come style.gp and, as variables:
#   caption  text above the map
#   column_name[], row_name[]
#   text[]   what stands in each cell, in the order of the data
# The data: a line of `column row share failed` for each cell; share is of the row's best, 0 to 1.

cells_across = |column_name|
cells_down = |row_name|

# Sizes in pixels.
cell_width = 72
cell_height = 22
longest = 0
do for [i = 1:cells_down] { if (strlen(row_name[i]) > longest) { longest = strlen(row_name[i]) } }
left = 30 + 8 * longest
head_height = 200
foot_height = 75
width = left + cells_across * cell_width + 110
if (width < narrowest) { width = narrowest }
height = head_height + cells_down * cell_height + foot_height
from_left(x) = x / (width + 0.0)
from_top(y) = 1 - y / (height + 0.0)

eval open_picture
set label 1 'The whole matrix' at screen 0.5, from_top(20) center font title_font
set label 2 caption at screen 0.5, from_top(44) center
set lmargin at screen from_left(left)
set rmargin at screen from_left(left + cells_across * cell_width)
set tmargin at screen from_top(head_height)
set bmargin at screen from_top(height - foot_height)

set xrange [0.5 : cells_across + 0.5]
set yrange [cells_down + 0.5 : 0.5]
unset grid; unset border; unset key; unset tics

# Names are labels, not tics, in which gnuplot would take '%' for the beginning of a format.
do for [i = 1:cells_across] { set label 10 + i column_name[i] at i, graph 1 offset 0, 0.6 left rotate by 45 }
do for [i = 1:cells_down] { set label 100 + i row_name[i] at graph 0, first i offset -1, 0 right }

set palette defined (0 '#f7fbff', 0.5 '#6baed6', 1 '#08306b')
set cbrange [0:1]
set cbtics 0.25 offset 0, 0.4 scale 0
set colorbox horizontal user origin from_left(left), from_top(height - 45) size from_left(250), from_left(15) * width / height
set label 3 'share of the row''s best' at screen from_left(left - 10), from_top(height - 38) right

half = 0.48
plot data using 1:2:(half):(half):($4 == 1 ? NaN : $3) with boxxyerror fillstyle solid noborder linecolor palette, \
     data using ($4 == 1 ? $1 : NaN):2 with points pointtype 2 pointsize point_size linewidth 2 linecolor rgb '#000000', \
     data using 1:2:(text[int($0) + 1]):($3 > 0.55 ? 0xffffff : 0x000000) with labels textcolor rgb variable
