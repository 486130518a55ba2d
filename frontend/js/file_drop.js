// The place to drop files: lists what was chosen, says at once what is too large. Without a script it is a file input.
import Alpine from "@alpinejs/csp";

const UNITS = ["B", "KB", "MB", "GB"];

export function sizeText(bytes) {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), UNITS.length - 1);
  const value = bytes / 2 ** (10 * power);
  return `${value.toFixed(power && value < 10 ? 1 : 0)} ${UNITS[power]}`;
}

export function registerFileDrop() {
  Alpine.data("fileDrop", () => ({
    files: [],
    isOver: false,
    hasFiles: false,
    enter() {
      this.isOver = true;
    },
    leave() {
      this.isOver = false;
    },
    drop(event) {
      this.isOver = false;
      const input = this.$refs.input;
      const dropped = [...event.dataTransfer.files];
      const held = new DataTransfer();
      (input.multiple ? dropped : dropped.slice(0, 1)).forEach((file) => held.items.add(file));
      input.files = held.files;
      this.list();
    },
    list() {
      const limit = Number(this.$root.dataset.maxBytes ?? Infinity);
      this.files = [...this.$refs.input.files].map((file) => ({
        name: file.name,
        size: sizeText(file.size),
        isTooLarge: file.size > limit,
      }));
      this.hasFiles = this.files.length > 0;
    },
    clear() {
      this.$refs.input.value = "";
      this.list();
    },
  }));
}
