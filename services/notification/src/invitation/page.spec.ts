import { noticeFor } from '@hhp/domain-kit';
import { type Request, type View, languageOf, page, pageHeaders } from './page.js';

const consent = { consentId: '018f5c1a-7b2c-7def-8a9b-0000000003a7', version: 1 };
const request: Request = {
  told: {
    organization: 'SF-Marin Food Bank', need: 'food-insecurity', name: 'Albert <Reyes>', contact: '415-555-0101', language: 'es',
    respondBy: new Date('2019-09-17T00:00:00Z'), acknowledged: false, consent,
  },
  timeZone: 'America/Los_Angeles',
};
const asked: View = { shows: 'request', request };

const aboutSud: View = {
  shows: 'request', request: { ...request, told: { ...request.told, concernsSud: true, notice: noticeFor(['sud'], '2026-03-01') } },
};

describe("the organization's page", () => {
  it('works without JavaScript, on a phone, in both languages', () => {
    for (const language of ['en', 'es'] as const) {
      const { status, body } = page(asked, language);
      expect(status).toBe(200);
      expect(body).toContain(`<html lang="${language}">`);
      expect(body).toContain('name="viewport"');
      expect(body).not.toContain('<script');
      expect(body.match(/<form method="post"/g)).toHaveLength(3);
    }
    expect(page(asked, 'es').body).toContain('Alimentos');
  });
  it('gives every field a label, one main part and one heading (WCAG 1.3.1, 2.4.6)', () => {
    const { body } = page(asked, 'en');
    for (const id of ['start', 'reason']) expect(body).toMatch(new RegExp(`<label for="${id}">[^<]+</label><(input|select) id="${id}"`));
    expect(body.match(/<h1>|<main>/g)).toHaveLength(2);
    expect(page({ ...asked, wrong: 'reason' }, 'en').body).toMatch(/role="alert" id="wrong".*aria-invalid="true" aria-describedby="wrong"/s);
  });
  it('takes a name for a name', () => expect(page(asked, 'en').body).toContain('Albert &lt;Reyes&gt;'));
  it('says nothing about the person once the answer is given or the link is gone', () => {
    const views: View[] = [{ shows: 'thanks', answer: 'accept' }, { shows: 'already', answer: 'decline' }, { shows: 'gone' }, { shows: 'later' }];
    expect(views.map((view) => page(view, 'en').status)).toEqual([200, 409, 404, 503]);
    for (const view of views) expect(page(view, 'en').body).not.toMatch(/Albert|415|Food/);
  });
  it('speaks of substance use only where the consent names it', () => {
    expect(page(asked, 'en').body).not.toMatch(/substance|part 2/i);
    expect(page(aboutSud, 'en').body).toMatch(/substance use.*42 CFR part 2 prohibits unauthorized use/s);
    expect(page(aboutSud, 'es').body).toMatch(/uso de sustancias.*42 CFR parte 2 prohíbe el uso/s);
  });
  it('names the consent under which it tells, with its version', () => {
    for (const language of ['en', 'es'] as const) expect(page(asked, language).body).toMatch(new RegExp(`${consent.consentId}, versi[oó]n 1`));
  });
  it('is kept, framed and followed by nobody', () => {
    expect(pageHeaders).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(pageHeaders['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
  });
});

describe('the language of the page', () => {
  it.each([
    [undefined, undefined, 'en'], ['es', 'en', 'es'], [undefined, 'es-MX,es;q=0.9,en;q=0.8', 'es'], [undefined, 'fr,en;q=0.5,es;q=0.4', 'en'],
    ['xx', 'de', 'en'], [undefined, 'en;q=0,es;q=0.1', 'es'],
  ])('asked for by %s and %s is %s', (lang, accepted, language) => expect(languageOf(lang, accepted)).toBe(language));
});
