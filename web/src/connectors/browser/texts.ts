import { recipes as de } from '../../texts/de/recipes.ts'
import { recipes as en } from '../../texts/en/recipes.ts'
import { inLanguage } from '../../texts/language.ts'

export const texts = inLanguage({ en, de })
