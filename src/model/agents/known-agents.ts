// The agents that agents.example.json begins with, in the order in which equals are chosen.

export const KNOWN_AGENTS = [
  {
    name: 'Cursor MM1 Agent',
    folder: 'Cursor-MM1-Agent',
    capabilities: ['implementation', 'code', 'fixes', 'development', 'debugging', 'python', 'typescript'],
  },
  {
    name: 'Claude Code Agent',
    folder: 'Claude-Code-Agent',
    capabilities: ['code-review', 'implementation', 'debugging', 'syntax', 'gas', 'javascript'],
  },
  {
    name: 'Codex MM1 Agent',
    folder: 'Codex-MM1-Agent',
    capabilities: ['code', 'implementation', 'validation', 'testing'],
  },
  {
    name: 'Claude MM1 Agent',
    folder: 'Claude-MM1-Agent',
    capabilities: ['planning', 'review', 'coordination', 'investigation', 'analysis', 'validation'],
  },
  {
    name: 'Notion AI Data Operations Agent',
    folder: 'Notion-AI-Data-Operations-Agent',
    capabilities: ['notion', 'data-operations', 'database', 'sync', 'drivesheets'],
  },
  {
    name: 'Notion AI Research Agent',
    folder: 'Notion-AI-Research-Agent',
    capabilities: ['research', 'analysis', 'notion', 'investigation'],
  },
  {
    name: 'ChatGPT Code Review Agent',
    folder: 'ChatGPT-Code-Review-Agent',
    capabilities: ['code-review', 'quality-assurance', 'validation'],
  },
  {
    name: 'Claude MM2 Agent',
    folder: 'Claude-MM2-Agent',
    capabilities: ['architecture', 'review', 'strategic-planning', 'advanced-analysis'],
  },
  {
    name: 'Cursor MM2 Agent',
    folder: 'Cursor-MM2-Agent',
    capabilities: ['implementation', 'code', 'advanced-development', 'complex-fixes'],
  },
  {
    name: 'ChatGPT Strategic Agent',
    folder: 'ChatGPT-Strategic-Agent',
    capabilities: ['strategic-planning', 'architecture', 'coordination'],
  },
  {
    name: 'ChatGPT Personal Assistant Agent',
    folder: 'ChatGPT-Personal-Assistant-Agent',
    capabilities: ['coordination', 'communication'],
  },
] as const
