# What all pictures have in common. Before this come, as variables, what is to be drawn, among them
#   title              above the picture
#   caption[], foot[]  lines below the title, and small ones at the picture's foot
# The script is called with three arguments:
format = ARG1  # svg or png
output = ARG2  # the file to write
data = ARG3    # the file of figures

set encoding utf8

# Okabe and Ito's colours, which the colour-blind can tell apart, without their yellow (too light
# for lines). Each line also has a shape of its own, and each mode dashes of its own, so that black
# and white will do. A mark is open where the figures are not valid.
array colours[8] = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000', '#666666']
array pale[8] = ['#99c7e0', '#eebf99', '#99d8c7', '#ebc9dc', '#f5d999', '#bbe1f6', '#999999', '#c2c2c2']
array filled[6] = [7, 5, 9, 13, 11, 15]
array open[6] = [6, 4, 8, 12, 10, 14]
colour(i) = colours[i % 8 + 1]
pale_colour(i) = pale[i % 8 + 1]
shape(is_open, i) = is_open ? open[i % 6 + 1] : filled[i % 6 + 1]
dashes(i) = i % 4 + 1
set dashtype 2 (10, 5)
set dashtype 3 (3, 4)
set dashtype 4 (10, 4, 3, 4)

narrowest = 760  # pixels that the texts above and below a picture need

# What the two formats need to look alike.
title_font = format eq 'svg' ? ',20' : ',16'
small_font = format eq 'svg' ? ',11' : ',8'
point_size = format eq 'svg' ? 0.75 : 1.1

# Sizes in pixels; each picture sets width and height, and draws between these two.
head_height = 38 + 20 * |caption|
foot_height = 16 + 15 * |foot|
from_left(x) = x / (width + 0.0)
from_top(y) = 1 - y / (height + 0.0)

# eval open_picture: begins a picture of `width` by `height` pixels, with its texts.
open_picture = (format eq 'svg' ? "set terminal svg font 'DejaVu Sans,14'" : "set terminal pngcairo font 'DejaVu Sans,11'") . " noenhanced size width, height background '#ffffff'; set output output; " . \
  "set label 9000 title at screen 0.5, from_top(20) center font title_font; " . \
  "do for [i = 1:|caption|] { set label 9000 + i caption[i] at screen 0.5, from_top(24 + 20 * i) center }; " . \
  "do for [i = 1:|foot|] { set label 9500 + i foot[i] at screen from_left(12), from_top(height - 12 - 15 * (|foot| - i)) left font small_font textcolor rgb '#555555' }"

set linetype 100 linecolor rgb '#000000' linewidth 1
set linetype 101 linecolor rgb '#dddddd' linewidth 1
set border 3 linetype 100
set grid linetype 101

# What is written along a logarithmic axis: as much as fits, round numbers only.
decades = '0.0001 0.001 0.01 0.1 1 10 100 1000 10000 100000 1000000 10000000'
steps = '0.0001 0.0002 0.0005 0.001 0.002 0.005 0.01 0.02 0.05 0.1 0.2 0.5 1 2 5 10 20 50 100 200 500 1000 2000 5000 10000 20000 50000 100000 200000 500000 1000000'
log_tics(low, high) = high / low > 1500 ? decades : steps
