// The report as one file: shows the document that stands in it.

import {h, Scope} from 'gauntlet/dom';
import {run_view} from 'gauntlet/run_view';
import {theme_switch} from 'gauntlet/theme';
import {moment} from 'gauntlet/format';

const report = JSON.parse(document.getElementById('document').textContent);
const wanted = new URLSearchParams(location.hash.slice(1)).get('scenario');

document.body.replaceChildren(
  h(
    'header',
    {class: 'page-head'},
    h('span', {class: 'brand'}, 'Gauntlet'),
    h('span', {class: 'page-note'}, `report made ${moment(report.made)}`),
    theme_switch(),
  ),
  h('main', {}, run_view(new Scope(), report, {scenario: wanted})),
);
