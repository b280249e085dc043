import preset from '../../jest.preset.js';

export default { ...preset, displayName: 'domain-kit', rootDir: import.meta.dirname };
