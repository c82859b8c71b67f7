// A setting in a form: a text of one value or several, and for choices a button for each.

import {h, new_id, set_text} from 'gauntlet/dom';
import {volume} from 'gauntlet/format';

function chips(choices, input, on_change) {
  const chosen = () => input.value.split('|').filter(Boolean);
  const buttons = choices.map((choice) =>
    h(
      'button',
      {
        type: 'button',
        class: 'toggle',
        onclick: () => {
          const now = chosen();
          const next = now.includes(choice)
            ? now.filter((one) => one !== choice)
            : choices.filter((one) => one === choice || now.includes(one));
          if (next.length > 0) input.value = next.join('|');
          paint();
          on_change();
        },
      },
      choice,
    ),
  );
  const paint = () =>
    buttons.forEach((button, place) =>
      button.setAttribute('aria-pressed', String(chosen().includes(choices[place]))),
    );
  paint();
  return {buttons, paint};
}

// Volumes as people write them: 0.0009765625 -> 1KiB.
function as_written(kind, value) {
  const text = String(value ?? '');
  if (kind !== 'volume') return text;
  return text
    .split('|')
    .map((one) => (/^[\d.]+$/.test(one) && one < 1 ? volume(one).replace(' ', '') : one))
    .join('|');
}

// {element, value(), changed(), show_problem(text) -> true}; initial is what the file says.
export function setting_field(
  {name, kind, choices, values, meaning, unit, default: usual},
  given,
  on_change,
) {
  const initial = as_written(kind, given);
  const [id, hint, problem_id] = [new_id('setting'), new_id('hint'), new_id('problem')];
  const by_choice = kind === 'choice' && choices?.length > 0 && choices.length <= 8;
  const problem = h('div', {class: 'error', id: problem_id, role: 'alert'});
  const element = h('div', {class: 'setting'});
  const input = h('input', {
    type: by_choice ? 'hidden' : 'text',
    id,
    value: initial,
    title: values ?? null,
    'aria-describedby': `${hint} ${problem_id}`,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const changed = () => input.value.trim() !== initial;
  const tell = () => {
    element.classList.toggle('changed', changed());
    undo.hidden = !changed();
    on_change();
  };
  const of_choice = by_choice ? chips(choices, input, tell) : null;
  const undo = h(
    'button',
    {
      type: 'button',
      class: 'link undo',
      hidden: true,
      'aria-label': `Undo the change of ${name}`,
      onclick: () => {
        input.value = initial;
        of_choice?.paint();
        tell();
      },
    },
    'undo',
  );
  input.addEventListener('input', tell);
  const control = by_choice
    ? h(
        'div',
        {
          class: 'chips',
          role: 'group',
          'aria-labelledby': `${id}-name`,
          'aria-describedby': `${hint} ${problem_id}`,
        },
        input,
        of_choice.buttons,
      )
    : h('div', {class: 'input-with-unit'}, input, unit && !/[a-z]/i.test(initial) && h('span', {class: 'note'}, unit));
  element.append(
    h(
      'div',
      {class: 'setting-head'},
      h(by_choice ? 'span' : 'label', by_choice ? {id: `${id}-name`} : {for: id}, name),
      undo,
    ),
    control,
    h('div', {class: 'note', id: hint}, meaning, usual && ` Default: ${usual}.`),
    problem,
  );
  return {
    element,
    changed,
    value: () => input.value.trim(),
    show_problem(text) {
      set_text(problem, text);
      if (text) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
      if (text) element.closest('details')?.setAttribute('open', '');
      return true;
    },
  };
}
