/** A box at the head of a list that ticks every row of it, or none. */
export function tickAll() {
  const all = document.querySelector('[data-ticks]')
  if (!all) return
  const boxes = [...all.form.querySelectorAll(`input[name="${all.dataset.ticks}"]`)]
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length
    all.checked = ticked === boxes.length
    all.indeterminate = ticked > 0 && ticked < boxes.length
  }
  all.closest('[hidden]').hidden = false
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked
    show()
  })
  for (const box of boxes) box.addEventListener('change', show)
  // What was ticked before a step back is ticked again.
  addEventListener('pageshow', show)
  show()
}
