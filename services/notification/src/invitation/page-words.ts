import type { Language } from '../words/needs.js';
import type { offeredReasons } from './invitation.js';

type Reason = (typeof offeredReasons)[number];

/** Every sentence of the page. A missing one does not compile. */
export interface PageWords {
  readonly title: string;
  readonly asks: (organization: string) => string;
  readonly name: string;
  readonly contact: string;
  readonly byCoordinator: string;
  readonly need: string;
  readonly language: string;
  readonly respondBy: string;
  readonly sud: string;
  readonly birthDate: string;
  readonly underConsent: (consentId: string, version: number) => string;
  readonly seen: string;
  readonly seenSaid: string;
  readonly accept: string;
  readonly acceptHow: string;
  readonly startsOn: string;
  readonly decline: string;
  readonly declineHow: string;
  readonly reason: string;
  readonly choose: string;
  readonly reasons: Readonly<Record<Reason, string>>;
  readonly wrong: Readonly<Record<'reason' | 'expectedStartOn', string>>;
  readonly thanks: Readonly<Record<'acknowledge' | 'accept' | 'decline', string>>;
  readonly already: Readonly<Record<'accept' | 'decline', string>>;
  readonly gone: string;
  readonly later: string;
}

const en: PageWords = {
  title: 'A request for your help',
  asks: (organization) => `The Health Homes Program asks ${organization} to help this person. They agreed that we tell you this.`,
  name: 'Name', contact: 'Contact', byCoordinator: 'Through the care coordinator', need: 'Need', language: 'Language', respondBy: 'Please answer by',
  sud: 'This request is about information on substance use, which the person allowed us to share with you.',
  birthDate: 'Birth date',
  underConsent: (consentId, version) => `Shared under consent ${consentId}, version ${version}, to coordinate this request and nothing else.`,
  seen: 'We have seen it and will answer later', seenSaid: 'You told us that you have seen this request.',
  accept: 'Yes, we can help', acceptHow: 'You can help', startsOn: 'When could it start? (if you know)',
  decline: 'No, we cannot help', declineHow: 'You cannot help', reason: 'Why not?', choose: 'Please choose',
  reasons: {
    no_capacity: 'We have no room now', not_eligible: 'The person does not meet our conditions', service_not_offered: 'We do not offer this service',
    out_of_area: 'The person lives outside our area', already_client: 'We already serve this person', funding_ended: 'The funding has ended',
    declined: 'We talked: the person does not want it', unable_to_reach: 'We could not reach the person',
  },
  wrong: { reason: 'Please choose why you cannot help.', expectedStartOn: 'Please give a day from today on, of the next two years, or leave it empty.' },
  thanks: {
    acknowledge: 'Thank you. We know that you have seen the request. Please come back to say whether you can help.',
    accept: 'Thank you. We have noted that you can help. The care coordinator will be in touch.',
    decline: 'Thank you for telling us. We will look for help elsewhere.',
  },
  already: {
    accept: 'You have already told us that you can help. To change this, please answer our e-mail.',
    decline: 'You have already told us that you cannot help. To change this, please answer our e-mail.',
  },
  gone: 'There is nothing to show here. The link may have been used or may have ended. If you have a question, please answer our e-mail.',
  later: 'We cannot show the request at this moment. Please try again in a minute.',
};

const es: PageWords = {
  title: 'Una solicitud de ayuda',
  asks: (organization) => `El programa Health Homes pide a ${organization} que ayude a esta persona. La persona aceptó que le comuniquemos lo siguiente.`,
  name: 'Nombre', contact: 'Contacto', byCoordinator: 'Por medio del coordinador de cuidado', need: 'Necesidad', language: 'Idioma',
    respondBy: 'Responda, por favor, a más tardar el',
  sud: 'Esta solicitud se refiere a información sobre el uso de sustancias, que la persona nos permitió compartir con usted.',
  birthDate: 'Fecha de nacimiento',
  underConsent: (consentId, version) =>
    `Compartido bajo el consentimiento ${consentId}, versión ${version}, para coordinar esta solicitud y para nada más.`,
  seen: 'La hemos visto y responderemos más tarde', seenSaid: 'Nos dijo que ha visto esta solicitud.',
  accept: 'Sí, podemos ayudar', acceptHow: 'Pueden ayudar', startsOn: '¿Cuándo podría empezar? (si lo sabe)',
  decline: 'No, no podemos ayudar', declineHow: 'No pueden ayudar', reason: '¿Por qué no?', choose: 'Elija, por favor',
  reasons: {
    no_capacity: 'No tenemos lugar ahora', not_eligible: 'La persona no cumple nuestros requisitos', service_not_offered: 'No ofrecemos este servicio',
    out_of_area: 'La persona vive fuera de nuestra zona', already_client: 'Ya atendemos a esta persona', funding_ended: 'Se terminaron los fondos',
    declined: 'Hablamos: la persona no lo desea', unable_to_reach: 'No pudimos comunicarnos con la persona',
  },
  wrong: {
    reason: 'Elija, por favor, por qué no pueden ayudar.', expectedStartOn: 'Indique un día a partir de hoy, de los próximos dos años, o déjelo vacío.',
  },
  thanks: {
    acknowledge: 'Gracias. Sabemos que ha visto la solicitud. Vuelva, por favor, para decirnos si pueden ayudar.',
    accept: 'Gracias. Hemos anotado que pueden ayudar. El coordinador de cuidado se comunicará con ustedes.',
    decline: 'Gracias por avisarnos. Buscaremos ayuda en otro lugar.',
  },
  already: {
    accept: 'Ya nos dijo que pueden ayudar. Para cambiarlo, responda a nuestro correo.',
    decline: 'Ya nos dijo que no pueden ayudar. Para cambiarlo, responda a nuestro correo.',
  },
  gone: 'Aquí no hay nada que mostrar. El enlace pudo haberse usado o haber terminado. Si tiene una pregunta, responda a nuestro correo.',
  later: 'No podemos mostrar la solicitud en este momento. Inténtelo de nuevo en un minuto.',
};

export const pageWords: Readonly<Record<Language, PageWords>> = { en, es };
