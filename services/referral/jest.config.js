import preset from '../../jest.preset.js';

export default { ...preset, displayName: 'referral', rootDir: import.meta.dirname };
