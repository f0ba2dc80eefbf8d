import { submissions as de } from '../texts/de/submissions.ts'
import { submissions as en } from '../texts/en/submissions.ts'
import { inLanguage } from '../texts/language.ts'

export const texts = inLanguage({ en, de })
