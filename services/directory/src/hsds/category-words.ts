import type { ServiceCategory } from '@hhp/contracts';

/** Words by which services of sources with other taxonomies (Open Eligibility, AIRS, free keywords) are put into our categories. */
const words: Readonly<Record<Exclude<ServiceCategory, 'other'>, RegExp>> = {
  'temporary-housing': /\bshelters?\b|transitional housing|temporary housing|interim housing|emergency housing|navigation center|homeless/i,
  'permanent-housing': /(permanent|permanent supportive|long-term|affordable|public|find) housing|housing vouchers?|section 8|below market/i,
  housing: /\bhousing\b|\brent(al|ers?)?\b|eviction|tenants?\b|homeless|foreclosure|mortgage/i,
  education: /\beducation|\bschools?\b|literacy|librar(y|ies)|tutoring|college|\bGED\b|english language|scholarship/i,
  transportation: /transportation|transit|paratransit|\bbus\b|\brides?\b|clipper|\bBART\b|ferry|automobile/i,
  'child-care': /child ?care|day ?care|preschool|head start|afterschool|after-school/i,
  ltss: /adult day|in-home support|home care|residential care|assisted living|nursing|caregiver|dementia|long-term care/i,
  legal: /\blegal\b|lawyer|attorney|immigration|\bcourts?\b|mediation|expunge/i,
  'support-group': /support group|group support|peer counsel|counseling|mentoring|senior cent(er|re)|social connection/i,
  food: /\bfood\b|\bmeals?\b|pantr(y|ies)|grocer|nutrition|calfresh|\bWIC\b|brown bag|farmers'? market|congregate/i,
  employment: /employment|\bjobs?\b|job training|career|workforce|apprentice|unemploy/i,
  'physical-activity': /fitness|exercise|recreation|physical activity|\bsports?\b|yoga/i,
  disability: /disabilit|\bdeaf\b|\bblind\b|independent living/i,
  goods: /furnitur|furnishing|clothing|household goods|appliance|diaper|personal items|\bgoods\b/i,
  benefits: /\bbenefits?\b|financial assistance|cash aid|calworks|general assistance|social security|\bSSI\b|tax (prep|credit)|emergency cash|discount/i,
  health: /\bhealth\b|medical|clinics?\b|dental|mental health|hospital|medi-cal|outpatient|substance|drug abuse|alcohol|vision care/i,
  utility: /utilit(y|ies)|energy (bill|assist)|\bPG&E\b|\bLIHEAP\b|weatheriz|water bill|internet/i,
  crisis: /crisis|suicide|hotline|domestic violence|abuse prevention|escape violence|disaster|rape/i,
};

/** The categories that these words name, in the order of the table. */
export function categoriesInWords(text: string): ServiceCategory[] {
  return (Object.keys(words) as (keyof typeof words)[]).filter((category) => words[category].test(text));
}
