/** Buttons that copy a text. */
export function copyButtons() {
  for (const button of document.querySelectorAll('button[data-copy]')) {
    button.hidden = false
    const label = button.textContent
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy)
      button.textContent = 'Copied'
      setTimeout(() => (button.textContent = label), 2000)
    })
  }
}
