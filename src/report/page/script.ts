import { ours } from './html.ts';

/**
 * All that runs in the page: copies the CSV, and opens what is folded before it is printed. Without it the page says
 * the same; the button appears only with it.
 */
export const SCRIPT = ours`
(() => {
  const csv = document.getElementById('csv');
  const button = document.getElementById('copy');
  const told = document.getElementById('copied');
  if (csv && button && told) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(csv.textContent);
        told.textContent = 'Copied.';
      } catch {
        csv.closest('details').open = true;
        getSelection().selectAllChildren(csv);
        told.textContent = document.execCommand('copy') ? 'Copied.' : 'Selected: press Ctrl+C or \u2318C.';
      }
    });
  }
  addEventListener('beforeprint', () => {
    for (const folded of document.querySelectorAll('details:not(.csv)')) folded.open = true;
  });
})();
`;
