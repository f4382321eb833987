// What an eye would find wrong with a page: expressions for a browser.

/** Elements that stand out to the right of the window, and a window that can be pushed aside. */
export const outside = `(() => {
  const isCut = node => node && (node === document.body ? false : getComputedStyle(node).overflowX !== 'visible' || isCut(node.parentElement))
  const found = [...document.querySelectorAll('body *')].filter(node => {
    const box = node.getBoundingClientRect()
    return box.width > 1 && box.right > innerWidth + 1 && !isCut(node.parentElement)
  }).map(node => node.tagName + '.' + node.className)
  return document.documentElement.scrollWidth > innerWidth ? ['the window', ...found] : found
})()`

/** Texts whose contrast with what is behind them is below 4.5. */
export const dimTexts = `(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  const rgba = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data] }
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0)
  const behind = node => {
    for (let at = node; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor)
      if (colour[3] === 255) return colour
    }
    return [255, 255, 255]
  }
  const found = new Set()
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement
    if (!walker.currentNode.textContent.trim() || !node.checkVisibility() || node.closest('svg, .for-ears, :disabled')) continue
    const [one, other] = [light(rgba(getComputedStyle(node).color)), light(behind(node))].sort((a, b) => b - a)
    if ((one + 0.05) / (other + 0.05) < 4.5) found.add(node.tagName + '.' + node.className + ': ' + walker.currentNode.textContent.slice(0, 30))
  }
  return [...found]
})()`
