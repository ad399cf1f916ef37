// Puts the HTML in place and reports a plain click on a link; everything else is the browser's.
export default function ({ parentElement, data, setTriggerValue }) {
  const sheet = parentElement.querySelector(".sheet")
  if (sheet.shown !== data.html) {
    sheet.innerHTML = data.html
    sheet.shown = data.html
  }
  sheet.onclick = (event) => {
    const link = event.target.closest("a[href]")
    // what lies elsewhere opens in a tab of its own
    if (!link || link.target || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    setTriggerValue("go", link.getAttribute("href"))
  }
}
