import { describe, expect, it } from 'vitest'
import { markdownToBlocks } from '../../../../src/workspace/markdown/read-blocks.ts'
import { blocksToMarkdown } from '../../../../src/workspace/markdown/write-blocks.ts'

const normal = (text: string) => blocksToMarkdown(markdownToBlocks(text))

describe('Markdown as people write it comes back in its normal form', () => {
  it.each([
    ['empty lines between blocks', '# Hello\n\nAsync\n\n\nwork\n', '# Hello\nAsync\nwork'],
    ['line ends of other systems', 'a\r\nb\rc', 'a\nb\nc'],
    ['a list nested by spaces', '- a\n  - b\n    - c\n- d', '- a\n\t- b\n\t\t- c\n- d'],
    ['other signs of lists', '* a\n+ b\n3) c\n4) d', '- a\n- b\n1. c\n2. d'],
    ['numbers that begin anew', '1. a\nx\n1. b', '1. a\nx\n1. b'],
    ['other dividers', '***\n___\n- - -', '---\n---\n---'],
    ['deep headings', '##### five\n###### six', '#### five\n#### six'],
    ['a word sign', '#tag\n-dash\n1.5 litres', '#tag\n-dash\n1.5 litres'],
    ['a quote of two lines', '> a\n> b', '> a\n> b'],
    ['a language by another name', '```js\n1\n```', '```javascript\n1\n```'],
    ['a language Notion does not know', '```Klingon\n1\n```', '```plain text\n1\n```'],
    ['code without language or end', '```\n# no heading', '```plain text\n# no heading\n```'],
    ['code with a fence inside', '~~~\n```\n~~~', '````plain text\n```\n````'],
    ['code in a list', '- a\n  ```\n  x\n    y\n  ```', '- a\n\t```plain text\n\tx\n\t  y\n\t```'],
    ['a formula on one line', '$$ x $$', '$$\nx\n$$'],
    ['a formula without end', '$$\nx', '\\$\\$\nx'],
    [
      'a toggle on one line',
      '<details><summary>S</summary>in</details>',
      '<details>\n<summary>S</summary>\n\tin\n</details>',
    ],
    ['a callout on one line', '<callout icon="💡">in</callout>', '<callout icon="💡">\n\tin\n</callout>'],
    [
      'a callout in a callout',
      '<callout>\n<callout>\na\n</callout>\nb\n</callout>',
      '<callout>\n\t<callout>\n\t\ta\n\t</callout>\n\tb\n</callout>',
    ],
    ['a tag without end', '<callout>\na', '<callout>\n\ta\n</callout>'],
    ['an end without tag', 'a\n</callout>', 'a\n\\</callout\\>'],
    [
      'text beside columns',
      '<columns>\na\nb\n<column>\nc\n</column>\n</columns>',
      '<columns>\n\t<column>\n\t\ta\n\t\tb\n\t</column>\n\t<column>\n\t\tc\n\t</column>\n</columns>',
    ],
    ['a column on its own', '<column>\na\n</column>', 'a'],
    ['unknown tags', '<div class="x">\n**a**\n</div>', '\\<div class="x"\\>\n**a**\n\\</div\\>'],
    ['unknown attributes', 'a {id="x"}', 'a \\{id="x"\\}'],
    ['an unknown colour', 'a {color="mauve"}', 'a \\{color="mauve"\\}'],
    ['a picture among words', '![a](https://a.b) and more', '[a](https://a.b) and more'],
    ['a picture with a title', '![a](https://a.b "t")', '![a](https://a.b)'],
    ['a line that looks like a table', 'a | b\nc', 'a \\| b\nc'],
    [
      'a tag without an address',
      '<audio>x</audio>\n<page>x</page>',
      '\\<audio\\>x\\</audio\\>\n\\<page\\>x\\</page\\>',
    ],
  ])('%s', (_name, text, expected) => {
    expect(normal(text)).toBe(expected)
    expect(normal(expected)).toBe(expected)
  })

  it.each([
    ['with pipes', '| a | b |\n|:--|--:|\n| **1** | `x\\|y` |\n| 3 |'],
    [
      'with the tags of HTML',
      '<table>\n<thead><tr><th>a</th><th> b </th></tr></thead>\n<tbody><tr><td>**1**</td><td>`x|y`</td></tr>\n<tr><td>3</td></tr></tbody></table>',
    ],
  ])('a table %s', (_name, text) => {
    const row = (...cells: string[]) => `\t<tr>\n${cells.map(cell => `\t\t<td>${cell}</td>\n`).join('')}\t</tr>`
    const expected = ['<table header-row="true">', row('a', 'b'), row('**1**', '`x|y`'), row('3', ''), '</table>']
    expect(normal(`before\n${text}\nafter`)).toBe(['before', ...expected, 'after'].join('\n'))
  })

  it('nesting without end is no matter', () => {
    const levels = Array.from({ length: 1000 }, (_, level) => level)
    const texts = [
      levels.map(level => `${'\t'.repeat(level)}- a`).join('\n'),
      `${'<callout>\n'.repeat(2500)}a\n${'</callout>\n'.repeat(2500)}`,
      `${'<b>'.repeat(2500)}a${'</b>'.repeat(2500)}`,
      `${'*a '.repeat(2500)}${'b*'.repeat(2500)}`,
    ]
    for (const text of texts) expect(normal(text).match(/\ba\b/g)?.length).toBe(text.match(/\ba\b/g)?.length)
  })

  it('a long line of signs is read in no time', () => {
    for (const sign of ['`', '``a', '*', '[', '![', '<td>', '$', '<span>', '{', '|', '- ']) {
      const begin = performance.now()
      normal(sign.repeat(2000))
      expect(performance.now() - begin, sign).toBeLessThan(3000)
    }
  })
})
