import type { Exclusion } from './rule-pack.js';

const faq = 'L.A. Care, HHP resources and FAQ';
const unread = 'DHCS HHP Program Guide, not read';
const kern = "A Kern plan's flat file, public code";

/** Who is not in the programme although conditions and acuity fit (domain 2.5, 4.3; 004-26, 004-32, 004-33). */
export const exclusions: readonly Exclusion[] = [
  { code: 'CMC', meaning: 'Cal MediConnect; other duals may take part', source: faq, confidence: 'V' },
  { code: 'DUP', meaning: 'Another programme coordinates care already', source: faq, confidence: 'V' },
  { code: 'FFS', meaning: 'Fee-for-service only, not in a plan', source: 'DHCS, Information for CBOs', confidence: 'V' },
  { code: 'HOSPICE', meaning: 'Receives hospice care', source: unread, confidence: 'K' },
  { code: 'NF', meaning: 'Nursing facility longer than the month of admission and the one after', source: unread, confidence: 'K', afterMonths: 1 },
  { code: 'WAIVER-HIV', meaning: '1915(c) waiver: HIV/AIDS', source: unread, confidence: 'K' },
  { code: 'WAIVER-ALW', meaning: '1915(c) waiver: assisted living', source: unread, confidence: 'K' },
  { code: 'WAIVER-DD', meaning: '1915(c) waiver: developmental disabilities', source: unread, confidence: 'K' },
  { code: 'WAIVER-IHO', meaning: '1915(c) waiver: in-home operations', source: unread, confidence: 'K' },
  { code: 'WAIVER-MSSP', meaning: '1915(c) waiver: multipurpose senior services', source: unread, confidence: 'K' },
  { code: 'WAIVER-NFAH', meaning: '1915(c) waiver: nursing facility or acute hospital', source: unread, confidence: 'K' },
  { code: 'WAIVER-PPC', meaning: '1915(c) waiver: pediatric palliative care', source: unread, confidence: 'K' },
  { code: 'TCM', meaning: 'County targeted case management, but for specialty mental health', source: unread, confidence: 'K' },
  { code: 'WPC', meaning: 'Chose Whole Person Care for care coordination', source: unread, confidence: 'K' },
  { code: 'CCM', meaning: "Prefers the plan's other complex care management", source: unread, confidence: 'K' },
  { code: 'OTHER-PROGRAM', meaning: 'Better suited to another programme', source: unread, confidence: 'K' },
  { code: 'WM', meaning: 'Well managed, not in need of services', source: kern, confidence: 'P' },
  { code: 'UE', meaning: 'Unable to engage, so that the condition cannot be improved', source: kern, confidence: 'P' },
  { code: 'UBE', meaning: 'Behaviour or environment unsafe for staff', source: kern, confidence: 'P' },
  { code: 'EXP', meaning: 'Deceased', source: kern, confidence: 'P' },
  { code: 'NE', meaning: 'Not enrolled in Medi-Cal at this plan', source: kern, confidence: 'P' },
  { code: 'OH', meaning: 'Medi-Cal on hold or terminated', source: kern, confidence: 'P' },
];
