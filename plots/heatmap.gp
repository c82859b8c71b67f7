# How fast each cell was. Before this come style.gp, map.gp and, as a variable:
#   by_unit   1: level is the share of the best of all rows in the same unit; 0: of the row's best
# In the data, level is between 0 and 1.

eval open_map
set palette defined (0 '#f7fbff', 0.5 '#6baed6', 1 '#08306b')
set cbrange [0:1]
set cbtics 0.25 offset 0, 0.4 scale 0
set colorbox horizontal user origin from_left(left), from_top(map_bottom + 28) size from_left(250), from_left(15) * width / height
set label 3 (by_unit ? 'share of the best' : 'share of the row''s best') at screen from_left(left - 10), from_top(map_bottom + 21) right

letters(level, invalid) = invalid == 0 && level > 0.55 ? 0xffffff : 0x000000
is_full(failed, invalid) = failed == 0 && invalid == 0
plot data using (is_full($4, $5) ? $1 : NaN):2:(half):(half):3 with boxxyerror fillstyle solid noborder linecolor palette, \
     data using ($5 == 1 ? $1 : NaN):2:(half - 0.03):(half - 0.08):3 with boxxyerror fillstyle empty linewidth 4 linecolor palette, \
     data using ($4 == 1 ? $1 : NaN):2 with points pointtype 2 pointsize point_size linewidth 2 linecolor rgb '#000000', \
     data using 1:2:(text[int($0) + 1]):(letters($3, $5)) with labels offset 0, above textcolor rgb variable, \
     data using 1:2:(passes[int($0) + 1]):(letters($3, $5)) with labels offset 0, below font small_font textcolor rgb variable
