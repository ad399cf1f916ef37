// The grid of readings to enter. What somebody types lives here, in `drafts`, and in the browser's
// storage, so that no rerun, no other person's write and no lost connection touches it. The server
// is told of the drafts a moment after a change and says how it reads them; it is sent all of them
// with a number of its own when they are to be stored, and answers each number once.
const FIGURES = ["value", "numerator", "denominator"]
const PAUSE = 250

// While somebody goes to another page nothing is told: Streamlit would take it as told of that page,
// clear it and draw nothing on it. What was typed is in the browser's storage.
const AWAY = 5000
let left = 0
const leave = () => { left = Date.now() }
addEventListener("click", (event) => { if (event.composedPath().some((node) => node.tagName === "A")) leave() }, true)
addEventListener("popstate", leave, true)

export default function ({ parentElement, data, setStateValue }) {
  const root = parentElement.querySelector(".entry")
  const grid = root.grid ?? (root.grid = open(root, data))
  grid.show(data, setStateValue)
  return grid.close
}

function open(root, first) {
  left = 0
  const form = root.querySelector("form")
  const body = root.querySelector("tbody")
  const store = root.querySelector("button.store")
  const lines = new Map()
  let drafts = first.drafts ?? {}
  let place = null
  let told = JSON.stringify(drafts)
  let words = first.words
  let send = () => {}
  let timer = 0
  let pending = null
  let answered = first.answered ?? null

  const filled = (draft) => draft && (draft.not_applicable || FIGURES.some((name) => draft[name]?.trim()))
  const typed = (draft) => filled(draft) || draft?.note?.trim()

  const keep = () => {
    if (place) localStorage.setItem(place, JSON.stringify(drafts))
    const count = Object.entries(drafts).filter(([key, draft]) => lines.has(key) && filled(draft)).length
    store.disabled = count === 0 || pending !== null
    store.textContent = pending !== null ? words.storing : count === 0 ? words.store_none : count === 1 ? words.store_one : words.store.replace("{count}", count)
  }

  const tell = () => {
    clearTimeout(timer)
    const now = JSON.stringify(drafts)
    if (now === told) return
    const wait = left + AWAY - Date.now()
    if (wait > 0) {
      timer = setTimeout(tell, wait)
      return
    }
    told = now
    send("drafts", JSON.parse(now))
  }

  const changed = (key, name, value) => {
    drafts[key] = { ...drafts[key], [name]: value }
    if (name !== "sure" && name !== "reason" && name !== "replaces") delete drafts[key].sure
    if (!typed(drafts[key]) && !drafts[key].replaces) delete drafts[key]
    keep()
    clearTimeout(timer)
    timer = setTimeout(tell, PAUSE)
  }

  const sendAll = () => {
    if (store.disabled) return
    clearTimeout(timer)
    pending = `${Date.now()}-${Math.random().toString(36).slice(2)}`
    told = JSON.stringify(drafts)
    keep()
    send("sent", { id: pending, drafts: JSON.parse(told) })
  }

  form.onsubmit = (event) => {
    event.preventDefault()
    sendAll()
  }
  root.onkeydown = (event) => {
    if (event.key !== "Enter") return
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault()
      sendAll()
    } else if (event.target.matches("input.cell")) {
      event.preventDefault()
      const column = [...body.querySelectorAll(`input[data-name="${event.target.dataset.name}"]`)]
      column[column.indexOf(event.target) + (event.shiftKey ? -1 : 1)]?.focus()
    }
  }

  const cell = (key, name, label, row) => {
    const input = document.createElement("input")
    input.className = "cell"
    input.dataset.name = name
    input.autocomplete = "off"
    if (name !== "note") input.inputMode = "decimal"
    input.setAttribute("aria-label", `${label}: ${row.name}`)
    input.oninput = () => changed(key, name, input.value)
    return input
  }

  const td = (name, label, ...content) => {
    const made = document.createElement("td")
    made.className = name
    if (label) made.dataset.label = label
    made.append(...content)
    return made
  }

  const line = (row) => {
    const made = document.createElement("tr")
    const head = document.createElement("th")
    head.scope = "row"
    const cells = {}
    for (const name of FIGURES) {
      if (name === "value" || row.ratio) cells[name] = cell(row.key, name, words[name], row)
    }
    cells.note = cell(row.key, "note", words.note, row)
    const nothing = document.createElement("input")
    nothing.type = "checkbox"
    nothing.setAttribute("aria-label", `${words.nothing}: ${row.name}`)
    nothing.onchange = () => changed(row.key, "not_applicable", nothing.checked)
    const again = document.createElement("button")
    again.type = "button"
    again.textContent = words.again
    again.onclick = () => {
      cells.note.value = row.last_note
      changed(row.key, "note", row.last_note)
      cells.note.focus()
    }
    again.hidden = !row.last_note
    again.title = row.last_note
    again.setAttribute("aria-label", `${words.again}: ${row.last_note}`)
    const says = document.createElement("span")
    says.className = "says"
    says.setAttribute("role", "status")
    made.append(
      head,
      td("beside", words.beside),
      td("figure", words.value, cells.value, Object.assign(document.createElement("span"), { className: "unit", textContent: row.unit })),
      row.ratio
        ? td("quotient", words.quotient, cells.numerator, Object.assign(document.createElement("span"), { className: "of", textContent: words.of }), cells.denominator)
        : td("quotient none", ""),
      td("nothing", words.nothing, nothing),
      td("note", words.note, cells.note, again),
      td("said", "", says),
    )
    return { made, cells, nothing, says, head, beside: made.querySelector(".beside"), row: null }
  }

  const fill = (found, row) => {
    const shown = JSON.stringify(row)
    if (found.row === shown) return
    found.row = shown
    found.head.replaceChildren(
      Object.assign(document.createElement("bdi"), { className: "metric", textContent: row.metric }),
      ...(row.service ? [Object.assign(document.createElement("bdi"), { className: "service", textContent: row.service })] : []),
      Object.assign(document.createElement("span"), { className: "period", textContent: row.period }),
      Object.assign(document.createElement("span"), { className: row.overdue ? "when late" : "when", textContent: row.when }),
      ...(row.owner ? [Object.assign(document.createElement("bdi"), { className: "when", textContent: row.owner })] : []),
    )
    found.beside.replaceChildren(
      ...row.beside.map(([label, text]) => {
        const part = document.createElement("div")
        part.append(Object.assign(document.createElement("span"), { className: "quiet", textContent: `${label} ` }), text)
        return part
      }),
    )
  }

  const write = (found, key) => {
    const draft = drafts[key] ?? {}
    for (const [name, input] of Object.entries(found.cells)) {
      const value = draft[name] ?? ""
      if (input.value !== value && document.activeElement !== input && input.getRootNode().activeElement !== input) input.value = value
    }
    found.nothing.checked = Boolean(draft.not_applicable)
  }

  const option = (text, act) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: text })
    button.onclick = act
    return button
  }

  const say = (found, key, said) => {
    const draft = drafts[key]
    const now = JSON.stringify([said ?? null, draft?.replaces ?? null, Boolean(draft?.sure), Boolean(typed(draft))])
    if (found.said === now) return
    found.said = now
    // What is chosen shows at once: nothing moves under the next click when the server answers.
    const choose = (name, value) => { changed(key, name, value); tell(); say(found, key, said) }
    const asks = draft?.sure ? "" : said?.asks
    const wrong = said && (said.problem || asks || said.conflict)
    found.made.classList.toggle("wrong", Boolean(said?.problem || said?.conflict))
    found.made.classList.toggle("asked", Boolean(asks))
    for (const name of FIGURES) {
      if (wrong) found.cells[name]?.setAttribute("aria-invalid", "true")
      else found.cells[name]?.removeAttribute("aria-invalid")
    }
    const parts = []
    if (said?.says && typed(draft)) parts.push(Object.assign(document.createElement("b"), { textContent: said.says }))
    if (said?.problem) parts.push(Object.assign(document.createElement("span"), { className: "problem", textContent: said.problem }))
    if (asks) {
      parts.push(
        Object.assign(document.createElement("span"), { className: "problem", textContent: asks }),
        option(words.sure, () => choose("sure", true)),
      )
    }
    const typing = found.reason && root.getRootNode().activeElement === found.reason
    if (said?.conflict && typed(draft)) {
      if (!found.reason) {
        found.reason = Object.assign(document.createElement("input"), { className: "reason", placeholder: words.reason })
        found.reason.setAttribute("aria-label", words.reason)
        found.reason.oninput = () => changed(key, "reason", found.reason.value)
      }
      if (!typing) found.reason.value = draft?.reason ?? ""
      parts.push(
        Object.assign(document.createElement("span"), { className: "problem", textContent: said.conflict.says }),
        option(words.theirs, () => { delete drafts[key]; keep(); tell() }),
        ...(draft?.replaces === said.conflict.at
          ? [found.reason]
          : [option(words.mine, () => choose("replaces", said.conflict.at))]),
      )
    }
    found.says.replaceChildren(...parts)
    if (typing) found.reason.focus()
  }

  return {
    show(data, setStateValue) {
      send = setStateValue
      words = data.words
      if (place !== data.place) {
        place = data.place
        drafts = data.drafts ?? {}
        try {
          drafts = { ...JSON.parse(localStorage.getItem(place) ?? "{}"), ...drafts }
        } catch {
          // storage that holds something else is not ours
        }
        told = JSON.stringify(data.drafts ?? {})
        for (const found of lines.values()) found.made.remove()
        lines.clear()
      }
      if (data.answered && data.answered !== answered) {
        answered = data.answered
        if (pending === data.answered) pending = null
      }
      for (const key of data.done) delete drafts[key]
      const outcome = root.querySelector(".told")
      if (outcome.textContent !== data.told) outcome.textContent = data.told
      const keys = new Set(data.rows.map((row) => row.key))
      for (const [key, found] of lines) {
        // a row in which somebody types stays until the server has heard of it
        const busy = typed(drafts[key]) || found.made.contains(root.getRootNode().activeElement)
        if (!keys.has(key) && (!busy || data.done.includes(key))) {
          found.made.remove()
          lines.delete(key)
        }
      }
      data.rows.forEach((row, number) => {
        let found = lines.get(row.key)
        if (!found) {
          found = line(row)
          lines.set(row.key, found)
          body.insertBefore(found.made, body.children[number] ?? null)
        }
        fill(found, row)
        write(found, row.key)
        say(found, row.key, data.said[row.key])
      })
      keep()
      clearTimeout(timer)
      timer = setTimeout(tell, PAUSE)
    },
    close() {
      clearTimeout(timer)
    },
  }
}
