# The frame of a map of the whole matrix: rows and columns with their names. Before this come
# style.gp and, as variables:
#   column_name[], row_name[]
#   text[]   what stands in each cell, in the order of the data
#   passes[] what stands below it where there are several passes
#   several  1 where some cell has several
# The data: a line of `column row level failed invalid` for each cell that was run.

cells_across = |column_name|
cells_down = |row_name|

# Sizes in pixels.
cell_width = 76
cell_height = several ? 34 : 22
longest = 0
do for [i = 1:cells_down] { if (strlen(row_name[i]) > longest) { longest = strlen(row_name[i]) } }
left = 30 + 8 * longest
longest_column = 0
do for [i = 1:cells_across] { if (strlen(column_name[i]) > longest_column) { longest_column = strlen(column_name[i]) } }
map_top = head_height + 30 + 6 * longest_column
map_bottom = map_top + cells_down * cell_height
width = left + cells_across * cell_width + 6 * longest_column + 20
if (width < narrowest) { width = narrowest }
height = map_bottom + 45 + foot_height

# eval open_map: begins the picture.
open_map = "eval open_picture; " . \
  "set lmargin at screen from_left(left); " . \
  "set rmargin at screen from_left(left + cells_across * cell_width); " . \
  "set tmargin at screen from_top(map_top); " . \
  "set bmargin at screen from_top(map_bottom)"

set xrange [0.5 : cells_across + 0.5]
set yrange [cells_down + 0.5 : 0.5]
unset grid; unset border; unset key; unset tics

# Names are labels, not tics, in which gnuplot would take '%' for the beginning of a format.
do for [i = 1:cells_across] { set label 10 + i column_name[i] at i, graph 1 offset 0, 0.6 left rotate by 45 }
do for [i = 1:cells_down] { set label 100 + i row_name[i] at graph 0, first i offset -1, 0 right }

half = 0.48
above = several ? 0.45 : 0  # where the two texts of a cell stand, in lines from its middle
below = -0.5
