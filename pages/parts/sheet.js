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

// Who goes to another page leaves two steps behind: the old page with the new page's names, then the
// new page; or the new page without names, then with them. The first is no place to come back to, so
// the second takes its place.
const SOON = 1000
if (!history.steps) {
  history.steps = { only_names: false, at: 0 }
  const push = history.pushState.bind(history)
  history.pushState = (state, title, address) => {
    const to = new URL(address ?? location.href, location.href)
    const turns = to.pathname !== location.pathname
    const { only_names, at } = history.steps
    const halfway = turns
      ? only_names && to.search === location.search && Date.now() - at < SOON
      : !location.search
    history.steps = { only_names: !turns, at: Date.now() }
    if (halfway) history.replaceState(state, title, address)
    else push(state, title, address)
  }
}
