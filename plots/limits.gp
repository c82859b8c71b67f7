# What limited each cell. Before this come style.gp, map.gp and, as variables:
#   word_text[], word_colour[], word_is_dark[]   of the legend; the last is 1 where white letters fit
# In the data, level is the place in the legend, from 0.

words = |word_text|
words_across = width / 230
if (words_across < 1) { words_across = 1 }
height = height - 25 + 24 * ((words + words_across - 1) / words_across)
eval open_map

# The legend, below the map.
do for [i = 1:words] {
  x = 20 + 230 * ((i - 1) % words_across)
  y = map_bottom + 22 + 24 * ((i - 1) / words_across)
  set object i rectangle from screen from_left(x), from_top(y + 8) to screen from_left(x + 22), from_top(y - 8) \
      fillstyle solid border rgb '#000000' fillcolor rgb word_colour[i]
  set label 500 + i word_text[i] at screen from_left(x + 30), from_top(y) left
}

letters(word, invalid) = invalid == 0 && word_is_dark[int(word) + 1] == 1 ? 0xffffff : 0x000000
is_word(level, word, failed, invalid, wanted) = level == word - 1 && failed == 0 && invalid == wanted
plot for [w = 1:words] data using (is_word($3, w, $4, $5, 0) ? $1 : NaN):2:(half):(half) with boxxyerror \
       fillstyle solid border rgb '#999999' linecolor rgb word_colour[w], \
     for [w = 1:words] data using (is_word($3, w, $4, $5, 1) ? $1 : NaN):2:(half - 0.03):(half - 0.08) with boxxyerror \
       fillstyle empty linewidth 4 linecolor rgb word_colour[w], \
     data using ($4 == 1 ? $1 : NaN):2 with points pointtype 2 pointsize point_size linewidth 2 linecolor rgb '#000000', \
     data using 1:2:(text[int($0) + 1]):(letters($3, $5)) with labels offset 0, above font small_font textcolor rgb variable, \
     data using 1:2:(passes[int($0) + 1]):(letters($3, $5)) with labels offset 0, below font small_font textcolor rgb variable
