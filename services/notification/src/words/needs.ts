import type { NeedCategory } from '@hhp/contracts';

export const languages = ['en', 'es'] as const;
export type Language = (typeof languages)[number];
export type InWords = Readonly<Record<Language, string>>;

/** Needs as an organization would say them: in plain words, and never as a diagnosis. */
export const needs: Readonly<Record<NeedCategory, InWords>> = {
  'food-insecurity': { en: 'Food', es: 'Alimentos' },
  'housing-instability': { en: 'Help to keep a home', es: 'Ayuda para conservar la vivienda' },
  'homelessness': { en: 'A place to live', es: 'Un lugar donde vivir' },
  'inadequate-housing': { en: 'A safer home', es: 'Una vivienda más segura' },
  'transportation-insecurity': { en: 'A ride', es: 'Transporte' },
  'financial-insecurity': { en: 'Help with money matters', es: 'Ayuda con asuntos de dinero' },
  'material-hardship': { en: 'Everyday necessities', es: 'Artículos de primera necesidad' },
  'educational-attainment': { en: 'Education', es: 'Educación' },
  'employment-status': { en: 'Help to find work', es: 'Ayuda para encontrar trabajo' },
  'veteran-status': { en: 'Services for veterans', es: 'Servicios para veteranos' },
  'stress': { en: 'Support in everyday life', es: 'Apoyo en la vida diaria' },
  'social-connection': { en: 'Company and social contact', es: 'Compañía y contacto social' },
  'intimate-partner-violence': { en: 'Personal support', es: 'Apoyo personal' },
  'elder-abuse': { en: 'Personal support', es: 'Apoyo personal' },
  'personal-health-literacy': { en: 'Help to understand information', es: 'Ayuda para entender información' },
  'health-insurance-coverage-status': { en: 'Help with insurance', es: 'Ayuda con el seguro' },
  'medical-cost-burden': { en: 'Help with bills', es: 'Ayuda con facturas' },
  'digital-literacy': { en: 'Help to use a phone or computer', es: 'Ayuda para usar teléfono o computadora' },
  'digital-access': { en: 'A phone, computer or internet', es: 'Teléfono, computadora o internet' },
  'utility-insecurity': { en: 'Help with electricity, gas or water', es: 'Ayuda con luz, gas o agua' },
  'language-access': { en: 'Help in their language', es: 'Ayuda en su idioma' },
  'incarceration-status': { en: 'Support in everyday life', es: 'Apoyo en la vida diaria' },
  'protective-factor': { en: 'Support in everyday life', es: 'Apoyo en la vida diaria' },
  'child-care': { en: 'Child care', es: 'Cuidado de niños' },
  'goods': { en: 'Things for the household', es: 'Cosas para el hogar' },
  'health-care': { en: 'An appointment', es: 'Una cita' },
};

/** A day as people write it, where the programme is. */
export const dayInWords = (at: Date, language: Language, timeZone: string): string =>
  new Intl.DateTimeFormat(language === 'es' ? 'es-US' : 'en-US', { timeZone, dateStyle: 'full' }).format(at);

/** The name of a language given by its code (`es`) or already by its name. */
export function languageInWords(spoken: string | undefined, language: Language): string | undefined {
  if (!spoken) return undefined;
  return /^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(spoken) ? new Intl.DisplayNames([language], { type: 'language', fallback: 'code' }).of(spoken) : spoken;
}
