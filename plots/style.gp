# What all pictures have in common. Before this come, as variables, what is to be drawn; the script
# is called with three arguments:
format = ARG1  # svg or png
output = ARG2  # the file to write
data = ARG3    # the file of figures

set encoding utf8

# Okabe and Ito's colours, which the colour-blind can tell apart, without their yellow (too light
# for lines). One for each server pool; each also has a shape of its own, filled for the first mode
# and open for the second, and each mode has dashes of its own, so that black and white will do.
array colours[8] = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000', '#666666']
array filled[8] = [7, 5, 9, 11, 13, 15, 2, 3]
array open[8] = [6, 4, 8, 10, 12, 14, 1, 3]
colour(pool) = colours[pool % 8 + 1]
shape(mode, pool) = mode % 2 == 0 ? filled[pool % 8 + 1] : open[pool % 8 + 1]
dashes(mode) = mode % 4 + 1
set dashtype 2 (10, 5)
set dashtype 3 (3, 4)
set dashtype 4 (10, 4, 3, 4)

narrowest = 760  # pixels that the texts above a picture need

# What the two formats need to look alike.
title_font = format eq 'svg' ? ',20' : ',16'
small_font = format eq 'svg' ? ',11' : ',8'
point_size = format eq 'svg' ? 0.75 : 1.1

# eval open_picture: begins a picture of `width` by `height` pixels.
open_picture = (format eq 'svg' ? "set terminal svg font 'DejaVu Sans,14'" : "set terminal pngcairo font 'DejaVu Sans,11'") . " noenhanced size width, height background '#ffffff'; set output output"

set linetype 100 linecolor rgb '#000000' linewidth 1
set linetype 101 linecolor rgb '#dddddd' linewidth 1
set border 3 linetype 100
set grid linetype 101
