import preset from '../../jest.preset.js';

export default { ...preset, displayName: 'hospital-feed', rootDir: import.meta.dirname };
