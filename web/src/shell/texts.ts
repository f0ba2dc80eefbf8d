import { shell as de } from '../texts/de/shell.ts'
import { shell as en } from '../texts/en/shell.ts'
import { inLanguage } from '../texts/language.ts'

export const texts = inLanguage({ en, de })
