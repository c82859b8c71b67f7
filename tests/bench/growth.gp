# How cost grows: one panel a series, both scales logarithmic. Variables: folder, picture, count.
set terminal pngcairo size 1100,760 font "DejaVu Sans,10"
set output picture
set multiplot layout 2,2
set logscale xy
set grid lc rgb "#dddddd"
unset key
set format y "10^{%L}"
set format x "%.0s%c"
do for [i = 0:count - 1] {
  file = sprintf("%s/series_%d.dat", folder, i)
  set title system(sprintf("head -n 1 %s | cut -d'\"' -f2", file)) noenhanced
  set xlabel system(sprintf("head -n 1 %s | cut -d'\"' -f4", file))
  plot file every ::1 using 1:2 with linespoints lw 2 pt 7 lc rgb "#0072b2"
}
unset multiplot
