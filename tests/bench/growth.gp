# How cost grows: one panel a series, both scales logarithmic. Variables: folder, picture, count,
# foot. A series' file begins with a line of its title, what grows and the unit, in quotes.
set terminal pngcairo noenhanced size 1100,800 font "DejaVu Sans,10"
set output picture
set multiplot layout 2,2 title "How cost grows" font ",14" margins 0.08,0.98,0.12,0.89 spacing 0.1,0.15
set label 1 foot at screen 0.01,0.02 left font ",8" textcolor rgb "#555555"
set logscale xy
set tics nomirror
set border 3
set grid lc rgb "#dddddd" lt 1
unset key
set format x "%.0s%c"
part(file, i) = system(sprintf("head -n 1 '%s' | cut -d'\"' -f%d", file, 2 * i))
do for [i = 0:count - 1] {
  file = sprintf("%s/series_%d.dat", folder, i)
  unit = part(file, 3)
  set title part(file, 1)
  set xlabel part(file, 2)
  set ylabel unit
  set xrange [*:*]
  set yrange [*:*]
  stats file every ::1 using 1:2 nooutput
  set xrange [STATS_min_x / 1.6 : STATS_max_x * 1.6]  # so that no point lies on the frame
  set yrange [STATS_min_y / 1.6 : STATS_max_y * 1.6]
  shown = unit eq "seconds" ? "%g" : "%.0s%c"
  is_wide = STATS_max_y / STATS_min_y > 100
  set ytics ()
  do for [power = -6:12] {
    do for [digit in (is_wide ? "1" : "1 2 5")] {
      value = digit * 10.0 ** power
      set ytics add (gprintf(shown, value) value)
    }
  }
  plot file every ::1 using 1:2 with linespoints lw 2 pt 7 lc rgb "#0072b2"
  unset label
}
unset multiplot
