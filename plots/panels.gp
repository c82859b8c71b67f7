# A grid of panels with the client pool on the x axis and one legend for all. Before this come
# style.gp and, as variables:
#   title, caption                     texts above the panels
#   columns                            panels side by side
#   y_base                             of a logarithmic y axis, 0 for a linear one
#   client_pool[]                      the values on the x axis
#   line_name[], line_mode[], line_pool[]            of each line; the last two decide its look
#   panel_title[], y_label[], y_low[], y_high[]      of each panel
# The data: a block of `x value high` for each line of each panel, panel by panel.

panels = |panel_title|
lines = |line_name|
rows = (panels + columns - 1) / columns

# Sizes in pixels.
panel_width = 400
panel_height = 280
head_height = 60
width = columns * panel_width > narrowest ? columns * panel_width : narrowest
legend_columns = width / 200
legend_height = 40 + 22 * ((lines + legend_columns - 1) / legend_columns)
height = head_height + rows * panel_height + legend_height
cell_width = width / columns
from_left(x) = x / (width + 0.0)
from_top(y) = 1 - y / (height + 0.0)

eval open_picture
set multiplot
set label 1 title at screen 0.5, from_top(20) center font title_font
set label 2 caption at screen 0.5, from_top(44) center

# --- axes ---
reach = 1.6
set logscale x
set xrange [client_pool[1] / reach : client_pool[|client_pool|] * reach]
if (|client_pool| <= 8) {
  set xtics ()
  do for [i = 1:|client_pool|] { set xtics add (sprintf('%d', client_pool[i]) client_pool[i]) }
}
if (y_base > 0) { set logscale y y_base }
set tics nomirror
set ytics offset 0.5
set key off

# What is written along a logarithmic axis: as much as fits, round numbers only.
decades = '0.0001 0.001 0.01 0.1 1 10 100 1000 10000 100000 1000000 10000000'
steps = '0.0001 0.0002 0.0005 0.001 0.002 0.005 0.01 0.02 0.05 0.1 0.2 0.5 1 2 5 10 20 50 100 200 500 1000 2000 5000 10000 20000 50000 100000 200000 500000 1000000'
ratios = '0.5 0.6 0.7 0.8 0.9 1 1.1 1.25 1.5 1.75 2'
powers = '0.0001 0.001 0.01 0.0625 0.125 0.25 0.5 1 2 4 8 16 100 1000 10000'
log_tics(low, high) = y_base == 2 ? (high <= 2 ? ratios : powers) : high / low > 1500 ? decades : steps

# Lines stand a little apart, so that none hides another.
crowd = lines * |client_pool|
spread = (client_pool[|client_pool|] * reach ** 2 / client_pool[1]) ** (crowd < 8 ? 0.04 : crowd < 30 ? 0.017 : 0.5 / crowd)
apart(x, line) = x * spread ** (line - (lines + 1) / 2.0)

# --- panels ---
do for [p = 1:panels] {
  column = (p - 1) % columns
  top = head_height + (p - 1) / columns * panel_height
  left = column * cell_width + 75
  right = (column + 1) * cell_width - 15
  bottom = top + panel_height - 50
  set lmargin at screen from_left(left)
  set rmargin at screen from_left(right)
  set tmargin at screen from_top(top + 30)
  set bmargin at screen from_top(bottom)
  set title panel_title[p] offset 0, -0.6 font (strlen(panel_title[p]) > 46 ? small_font : '')
  set label 3 y_label[p] at screen from_left(left - 62), from_top((top + 30 + bottom) / 2) center rotate
  set label 4 'clients' at screen from_left((left + right) / 2), from_top(bottom + 36) center
  margin = y_base > 0 ? 1.001 : 1  # lets tics at the very ends through
  set yrange [y_low[p] / margin : y_high[p] * margin]
  if (y_base > 0) {
    set ytics ()
    do for [tic in log_tics(y_low[p], y_high[p])] { set ytics add (tic real(tic)) }
  }
  if (y_base == 2) { set arrow 1 from graph 0, first 1 to graph 1, first 1 nohead linetype 100 }
  first = (p - 1) * lines - 1
  plot for [l = 1:lines] data index first + l using (apart($1, l)):2:2:3 with yerrorbars \
         pointtype 0 linewidth 1 dashtype 1 linecolor rgb colour(line_pool[l]), \
       for [l = 1:lines] data index first + l using (apart($1, l)):2 with linespoints \
         pointtype shape(line_mode[l], line_pool[l]) pointsize point_size linewidth 1.6 \
         dashtype dashes(line_mode[l]) linecolor rgb colour(line_pool[l])
  unset label
}

# --- legend: a plot of nothing but its key ---
unset logscale
unset title; unset tics; unset border; unset grid; unset arrow 1
set lmargin at screen 0; set rmargin at screen 1
set bmargin at screen 0; set tmargin at screen from_top(height - legend_height)
set xrange [0:1]; set yrange [0:1]
set key center center horizontal reverse Left maxcols legend_columns width 2 samplen 4 spacing 1.2 noenhanced
plot for [l = 1:lines] NaN with linespoints \
       pointtype shape(line_mode[l], line_pool[l]) pointsize point_size linewidth 1.6 \
       dashtype dashes(line_mode[l]) linecolor rgb colour(line_pool[l]) title line_name[l]
unset multiplot
