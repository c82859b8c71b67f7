# A grid of panels with the same x axis and one legend for all. Before this come style.gp and, as
# variables:
#   columns                                    panels side by side
#   x_title, x_place[], x_tick[]               the x axis: its values, and their names panel by panel
#   tick_rows                                  below each other, in which those names stand by turns
#   joined                                     1 when lines lead from one value to the next
#   line_name[], line_dash[], line_colour[]    of each line
#   panel_title[], panel_row[], panel_column[], x_low[], x_high[], y_label[], y_base[], y_low[], y_high[]
#                                              of each panel; y_base of a logarithmic axis, or 0
#   mark_panel[], mark_x[], mark_text[]        what happened when: of which panel, or 0
# The data: a block of `x value low high tail invalid marked` for each line of each panel, panel by panel.

panels = |panel_title|
lines = |line_name|
rows = panel_row[panels] + 1

# Sizes in pixels.
panel_width = 400
below_axis = 50 + 18 * (tick_rows - 1)
panel_height = 230 + below_axis
longest = 0
do for [l = 1:lines] { if (strlen(line_name[l]) > longest) { longest = strlen(line_name[l]) } }
legend_entry = 80 + 9 * longest
width = columns * panel_width
if (width < narrowest) { width = narrowest }
if (width < legend_entry) { width = legend_entry }
legend_columns = width / legend_entry
if (legend_columns > 4) { legend_columns = 4 }
legend_height = 30 + 22 * ((lines + legend_columns - 1) / legend_columns)
height = head_height + rows * panel_height + legend_height + foot_height
cell_width = width / columns

eval open_picture
set multiplot

set tics nomirror
set ytics offset 0.5
set key off

ratios = '0.5 0.6 0.7 0.8 0.9 1 1.1 1.25 1.5 1.75 2'
powers = '0.0001 0.001 0.01 0.0625 0.125 0.25 0.5 1 2 4 8 16 100 1000 10000'
y_tics(base, low, high) = base == 2 ? (high <= 2 ? ratios : powers) : log_tics(low, high)

# Marks stand on their ticks; bars and whiskers side by side, but all behind their marks.
beside(x, line) = x + (line - (lines + 1) / 2.0) * 2.5 * pixel

do for [p = 1:panels] {
  top = head_height + panel_row[p] * panel_height
  left = panel_column[p] * cell_width + 75
  right = (panel_column[p] + 1) * cell_width - 15
  bottom = top + panel_height - below_axis
  set lmargin at screen from_left(left)
  set rmargin at screen from_left(right)
  set tmargin at screen from_top(top + 30)
  set bmargin at screen from_top(bottom)
  set title panel_title[p] offset 0, -0.6 font (strlen(panel_title[p]) > 46 ? small_font : '')
  set label 3 y_label[p] at screen from_left(left - 62), from_top((top + 30 + bottom) / 2) center rotate
  set label 4 x_title at screen from_left((left + right) / 2), from_top(bottom + below_axis - 14) center
  # Names are labels, not tics, in which gnuplot would take '%' for the beginning of a format.
  set xrange [x_low[p] : x_high[p]]
  pixel = (x_high[p] - x_low[p]) / (cell_width - 90.0)
  set xtics ()
  do for [i = 1:|x_place|] {
    name = x_tick[(p - 1) * |x_place| + i]
    if (strlen(name) > 0) {
      set xtics add ('' x_place[i])
      set label 100 + i name at first x_place[i], graph 0 center offset 0, -1 - (i - 1) % tick_rows
    }
  }
  margin = y_base[p] > 0 ? 1.001 : 1  # lets tics at the very ends through
  unset logscale y
  if (y_base[p] > 0) { set logscale y y_base[p] }
  set yrange [y_low[p] / margin : y_high[p] * margin]
  set ytics autofreq
  set format y (y_high[p] < 1e5 ? '%h' : y_high[p] < 1e6 ? '%.0s%c' : '%.1s%c')
  unset arrow
  if (y_base[p] > 0) {
    set ytics ()
    do for [tic in y_tics(y_base[p], y_low[p], y_high[p])] { set ytics add (tic real(tic)) }
  }
  if (y_base[p] == 2) { set arrow 1 from graph 0, first 1 to graph 1, first 1 nohead linetype 100 }
  seen = 0
  do for [m = 1:|mark_panel|] {
    if (mark_panel[m] == p) {
      set arrow 1 + m from first mark_x[m], graph 0 to first mark_x[m], graph 1 nohead dashtype 3 linecolor rgb '#555555'
      set label 200 + m mark_text[m] at first mark_x[m], graph 0.95 - 0.07 * seen offset 0.5, 0 font small_font
      seen = seen + 1
    }
  }
  first = (p - 1) * lines - 1
  plot for [l = 1:lines] data index first + l using (beside($1, l)):3:(0):($4 - $3) with vectors nohead \
         linewidth 4 dashtype 1 linecolor rgb pale_colour(line_colour[l]), \
       for [l = 1:lines] data index first + l using ($5 == $5 ? beside($1, l) : NaN):2:2:5 with yerrorbars \
         pointtype 0 linewidth 1 dashtype 1 linecolor rgb colour(line_colour[l]), \
       for [l = 1:lines] data index first + l using 1:(joined ? $2 : NaN) with lines linewidth 1.6 \
         dashtype dashes(line_dash[l]) linecolor rgb colour(line_colour[l]), \
       for [l = 1:lines] data index first + l using 1:($6 == 1 && $7 == 1 ? $2 : NaN) with points \
         pointtype shape(0, l - 1) pointsize point_size linecolor rgb '#ffffff', \
       for [l = 1:lines] data index first + l using 1:($6 == 1 && $7 == 1 ? $2 : NaN) with points \
         pointtype shape(1, l - 1) pointsize point_size linewidth 1.6 linecolor rgb colour(line_colour[l]), \
       for [l = 1:lines] data index first + l using 1:($6 == 0 && $7 == 1 ? $2 : NaN) with points \
         pointtype shape(0, l - 1) pointsize point_size linecolor rgb colour(line_colour[l])
  unset label
}

# --- legend: a plot of nothing but its key ---
unset logscale
unset title; unset tics; unset border; unset grid; unset arrow
set lmargin at screen 0; set rmargin at screen 1
set bmargin at screen from_top(height - foot_height)
set tmargin at screen from_top(height - foot_height - legend_height)
set xrange [0:1]; set yrange [0:1]
set key center center horizontal reverse Left maxcols legend_columns width 2 samplen 4 spacing 1.2 noenhanced
if (joined) {
  plot for [l = 1:lines] NaN with linespoints \
         pointtype shape(0, l - 1) pointsize point_size linewidth 1.6 \
         dashtype dashes(line_dash[l]) linecolor rgb colour(line_colour[l]) title line_name[l]
} else {
  plot for [l = 1:lines] NaN with points pointtype shape(0, l - 1) pointsize point_size \
         linecolor rgb colour(line_colour[l]) title line_name[l]
}
unset multiplot
