// Makes typing a passphrase easier: shows it on demand, warns of Caps Lock and of an input method. ES2017; every page works without it.
'use strict';
document.querySelectorAll('.secret').forEach(place => {
  const input = place.querySelector('input');
  const button = place.querySelector('button');
  const capitals = place.querySelector('.capitals');
  const method = place.querySelector('.method');
  const show = visible => {
    input.type = visible ? 'text' : 'password';
    button.textContent = visible ? button.dataset.hide : button.dataset.show;
  };
  button.hidden = false;
  button.addEventListener('click', () => show(input.type === 'password'));
  // A browser must not learn it as ordinary text.
  input.form.addEventListener('submit', () => show(false));
  const look = event => {
    if (event.getModifierState) capitals.hidden = !event.getModifierState('CapsLock');
  };
  input.addEventListener('keydown', look);
  input.addEventListener('keyup', look);
  input.addEventListener('blur', () => { capitals.hidden = true; });
  let composed = false;
  input.addEventListener('compositionstart', () => { composed = true; method.hidden = false; });
  input.addEventListener('input', () => {
    if (!input.value) composed = false;
    method.hidden = !(composed || /[^\x20-\x7e]/.test(input.value));
  });
});
