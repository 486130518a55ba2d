// Better inputs: choices found by typing (tom-select), dates by calendar (flatpickr). Without a script they stay
// a select and a text input, and send the same values.
import flatpickr from "flatpickr";
import { Mandarin } from "flatpickr/dist/l10n/zh.js";
import { MandarinTraditional } from "flatpickr/dist/l10n/zh-tw.js";
import TomSelect from "tom-select/dist/esm/tom-select.complete.js";
import { say } from "./messages.js";

const language = document.documentElement.lang;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;
const CALENDARS = { "zh-Hans-CN": Mandarin, "zh-Hant-TW": MandarinTraditional };
// What the library's own languages leave out is said in English by it.
const calendarWords = () => ({ ...CALENDARS[language], yearAriaLabel: say("year"), monthAriaLabel: say("month") });

function emptyNotice(key) {
  return () => {
    const box = document.createElement("div");
    box.className = "no-results";
    box.textContent = say(key);
    return box;
  };
}

// The server answers {"items": [{"id": …, "text": …, "note": …}]}, limited to what this person may see.
function remote(select) {
  return async (typed, done) => {
    const address = new URL(select.dataset.lookupUrl, location.href);
    address.searchParams.set("q", typed);
    try {
      const reply = await fetch(address, { headers: { Accept: "application/json" } });
      delete select.dataset.lineDown;
      done(reply.ok ? (await reply.json()).items : []);
    } catch {
      // The line is down: what was typed stays, and what this phone holds answers.
      select.dataset.lineDown = "";
      done((await window.crmParts.offline?.lookUp(select.dataset.held, typed)) ?? []);
    }
  };
}

function line(item, escape) {
  const note = item.note ? `<span class="option-note">${escape(item.note)}</span>` : "";
  return `<div>${escape(item.text)}${note}</div>`;
}

function asIs({ input }, escape) {
  return `<div class="create">${escape(say("as_typed"))} <strong>${escape(input)}</strong></div>`;
}

// Without a line a name that isn't held stands as it was typed; it is matched when it is sent.
function asTyped(select) {
  return {
    create: (text) => ({ id: `?${text}`, text }),
    createFilter: (text) => text.trim().length >= 2 && "lineDown" in select.dataset,
  };
}

function enhanceSelect(select) {
  const lookup = select.dataset.lookupUrl;
  const options = {
    plugins: select.multiple
      ? { remove_button: { title: say("remove") } }
      : { clear_button: { title: say("clear") } },
    maxOptions: 200,
    allowEmptyOption: false,
    closeAfterSelect: !select.multiple,
    clearAfterSelect: true,
    render: { option_create: asIs, no_results: emptyNotice("no_results"), loading: emptyNotice("loading"), not_loading: () => null },
  };
  if (lookup) {
    Object.assign(options, {
      valueField: "id",
      labelField: "text",
      // The server has searched in three scripts; matching again here would throw its finds away.
      searchField: [],
      score: () => () => 1,
      shouldLoad: (typed) => typed.length >= 2,
      load: remote(select),
      onType() {
        this.clearOptions();
      },
    });
    if (select.dataset.heldText !== undefined) Object.assign(options, asTyped(select));
    Object.assign(options.render, { option: line, item: (item, escape) => `<div>${escape(item.text)}</div>` });
  }
  const box = new TomSelect(select, options);
  select.setAttribute("aria-hidden", "true"); // the box speaks for it now
  const described = select.getAttribute("aria-describedby");
  if (described) box.control_input.setAttribute("aria-describedby", described);
  select.form?.addEventListener("keep:discarded", () => box.sync());
}

function calendarButton(input) {
  const frame = document.createElement("span");
  frame.className = "date-frame";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "icon-button date-button";
  button.setAttribute("aria-label", say("open_calendar"));
  button.append(document.getElementById("calendar-icon").content.cloneNode(true));
  // The library makes a text input of whatever it hangs on; this one holds no name and isn't sent.
  const holder = document.createElement("input");
  holder.hidden = true;
  input.replaceWith(frame);
  frame.append(input, holder, button);
  return { button, holder };
}

// The calendar hangs on a button of its own: what was typed into the field is never rewritten.
function enhanceDate(input) {
  const { button, holder } = calendarButton(input);
  input.dataset.hasCalendar = "";
  const calendar = flatpickr(holder, {
    locale: calendarWords(),
    dateFormat: "Y-m-d",
    ariaDateFormat: "Y-m-d",
    disableMobile: true,
    clickOpens: false,
    positionElement: input,
    minDate: input.dataset.min || undefined,
    maxDate: input.dataset.max || undefined,
    onChange: (_dates, text) => {
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
  });
  button.addEventListener("click", () => {
    if (ISO_DATE.test(input.value.trim())) calendar.setDate(input.value.trim(), false);
    calendar.open();
  });
}

function enhance(root, selector) {
  for (const field of root.querySelectorAll(selector)) {
    if (field.tomselect || "hasCalendar" in field.dataset) continue;
    if (field.nodeName === "SELECT") enhanceSelect(field);
    else enhanceDate(field);
  }
}

window.crmParts = { ...window.crmParts, fields: { enhance } };
