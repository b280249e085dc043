import type { NeedCategory, ServiceCategory } from '@hhp/contracts';

/**
 * Which kinds of community service answer a need (domain 16), the nearest answer first. Every need has a line. A thing is looked for across
 * kinds of organization: a food bank with furnishings lists `goods` beside `food` and is found for either (002-114).
 */
export const servicesFor: Readonly<Record<NeedCategory, readonly ServiceCategory[]>> = {
  'food-insecurity': ['food'],
  'housing-instability': ['housing', 'permanent-housing', 'legal'],
  homelessness: ['temporary-housing', 'permanent-housing', 'housing'],
  'inadequate-housing': ['housing', 'legal'],
  'transportation-insecurity': ['transportation'],
  'financial-insecurity': ['benefits'],
  'material-hardship': ['goods', 'benefits'],
  'educational-attainment': ['education'],
  'employment-status': ['employment'],
  'veteran-status': ['benefits', 'employment', 'housing', 'health'],
  stress: ['support-group', 'health', 'crisis'],
  'social-connection': ['support-group', 'physical-activity'],
  'intimate-partner-violence': ['crisis', 'legal', 'temporary-housing'],
  'elder-abuse': ['crisis', 'legal', 'ltss'],
  'personal-health-literacy': ['education', 'health'],
  'health-insurance-coverage-status': ['benefits', 'health'],
  'medical-cost-burden': ['benefits', 'health'],
  'digital-literacy': ['education'],
  'digital-access': ['goods', 'utility', 'benefits'],
  'utility-insecurity': ['utility', 'benefits'],
  'language-access': ['education', 'legal'],
  'incarceration-status': ['legal', 'employment'],
  'protective-factor': ['support-group', 'physical-activity'],
  'child-care': ['child-care'],
  goods: ['goods'],
  'health-care': ['health'],
};
