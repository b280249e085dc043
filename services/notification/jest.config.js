import preset from '../../jest.preset.js';

export default { ...preset, displayName: 'notification', rootDir: import.meta.dirname };
