// The folder of an agent by its name, where no file names one.

const LONGEST = 80

/**
 * `Zoë QA Agent` → `Zoë-QA-Agent`; `CursorMM1-Agent-Trigger` → `Cursor-MM1-Agent`. Always the name of a folder right in the
 * place of agents: it leads nowhere else.
 */
export function folderNameOf(agent: string): string {
  const plain = agent
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1-$2')
    .replace(/(\p{L})-?(MM\d)(?=-|$)/gu, '$1-$2')
    .replace(/\bChat-?GPT\b/gi, 'ChatGPT')
    .replace(/-{2,}/g, '-')
  const named = withoutEnds(plain).slice(0, LONGEST)
  return named.replace(/^[.-]+|[.-]+$/g, '') || 'Unnamed-Agent'
}

/** What was put behind names in the course of time: `-gd`, `-Trigger`, `-Agent-Agent`. */
function withoutEnds(name: string): string {
  const shorter = name.replace(/-(gd|trigger)$/i, '').replace(/-agent(-agent)+$/i, '-Agent')
  return shorter === name ? name : withoutEnds(shorter)
}
