// The marks of charts, on canvas: a shape for each line, so that black and white will do, and
// hollow where the figures are not valid.

import {colour, series_colour} from 'gauntlet/theme';
import {svg} from 'gauntlet/dom';

const kDashes = [[], [10, 5], [3, 4], [10, 4, 3, 4]];
// Corners of each shape around its middle, in radii; the first is a circle.
const kShapes = [
  null,
  [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  [
    [0, -1.15],
    [1.1, 0.8],
    [-1.1, 0.8],
  ],
  [
    [0, 1.15],
    [1.1, -0.8],
    [-1.1, -0.8],
  ],
  [
    [0, -1.25],
    [1.25, 0],
    [0, 1.25],
    [-1.25, 0],
  ],
  [
    [0, -1.1],
    [1.05, -0.34],
    [0.65, 0.9],
    [-0.65, 0.9],
    [-1.05, -0.34],
  ],
];

export function dash(place, scale = 1) {
  return kDashes[place % kDashes.length].map((length) => length * scale);
}

export function draw_mark(context, x, y, radius, {shape, place, hollow}) {
  const corners = kShapes[shape % kShapes.length];
  context.beginPath();
  if (corners === null) context.arc(x, y, radius, 0, 2 * Math.PI);
  else {
    for (const [dx, dy] of corners) context.lineTo(x + dx * radius, y + dy * radius);
    context.closePath();
  }
  context.fillStyle = hollow ? colour('surface') : series_colour(place);
  context.strokeStyle = series_colour(place);
  context.lineWidth = radius * 0.45;
  context.setLineDash([]);
  context.fill();
  context.stroke();
}

// The same in a legend; class names carry the colours, which change with the theme.
export function legend_mark({shape, place, dash: dashes, line = true}) {
  const corners = kShapes[shape % kShapes.length];
  const mark =
    corners === null
      ? svg('circle', {cx: 14, cy: 7, r: 3.6})
      : svg('polygon', {
          points: corners.map(([x, y]) => `${14 + 3.6 * x},${7 + 3.6 * y}`).join(' '),
        });
  return svg(
    'svg',
    {class: `legend-mark series-${place % 8}`, width: 28, height: 14, 'aria-hidden': 'true'},
    line &&
      svg('line', {
        x1: 0,
        x2: 28,
        y1: 7,
        y2: 7,
        'stroke-dasharray': dash(dashes ?? 0, 0.6).join(' '),
      }),
    mark,
  );
}
