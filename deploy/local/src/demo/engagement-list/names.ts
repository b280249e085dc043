/** Names for people who do not exist. */
export const firstNames = {
  F: [
    'Alma', 'Angela', 'Aurora', 'Beatriz', 'Betty', 'Carmen', 'Cheryl', 'Dolores', 'Elena', 'Esther', 'Fatima', 'Gloria', 'Grace', 'Hannah', 'Irene',
    'Ivy', 'Joy', 'Juanita', 'Kim', 'Leticia', 'Linh', 'Lucía', 'Mai', 'Maria', 'Marisol', 'Mei', 'Nadia', 'Norma', 'Olga', 'Patricia', 'Rosa', 'Ruth',
    'Sandra', 'Shirley', 'Sofía', 'Teresa', 'Thuy', 'Vera', 'Wanda', 'Yolanda',
  ],
  M: [
    'Alfonso', 'Andre', 'Anthony', 'Bao', 'Carlos', 'Curtis', 'Daniel', 'David', 'Eduardo', 'Ernesto', 'Francisco', 'Gerald', 'Hector', 'Hung', 'Isaac',
    'Jamal', 'James', 'Javier', 'Jesús', 'José', 'Joseph', 'Kenneth', 'Kevin', 'Leon', 'Luis', 'Manuel', 'Marcus', 'Miguel', 'Minh', 'Omar', 'Óscar',
    'Pedro', 'Ramón', 'Raymond', 'Ricardo', 'Samuel', 'Terrence', 'Tomás', 'Vincent', 'Wei',
  ],
} as const;

export const lastNames = [
  'Abdi', 'Aguilar', 'Alvarez', 'Baker', 'Banks', 'Bautista', 'Brooks', 'Campos', 'Castillo', 'Castro', 'Chan', 'Chavez', 'Cruz', "D'Angelo", 'Davis',
  'Delgado', 'Diaz', 'Edwards', 'Escobar', 'Fernandez', 'Flores', 'Garcia', 'Gomez', 'Green', 'Gutierrez', 'Guzmán', 'Harris', 'Hernandez', 'Ho',
  'Huang', 'Jackson', 'Jimenez', 'Johnson', 'Kim', 'Lam', 'Le', 'Lee', 'Lewis', 'Lopez', 'Martinez', 'Medina', 'Mendoza', 'Mitchell', 'Moore',
  'Moreno', 'Nguyen', 'Núñez', "O'Brien", 'Ortiz', 'Park', 'Perez', 'Pham', 'Phillips', 'Ramirez', 'Ramos', 'Reyes', 'Rivera', 'Robinson', 'Rodriguez',
  'Romero', 'Ruiz', 'Salazar', 'Sanchez', 'Santos', 'Silva', 'Singh', 'Smith-Jones', 'Soto', 'Tran', 'Torres', 'Tuiasosopo', 'Vang', 'Vargas', 'Vega',
  'Walker', 'Washington', 'White', 'Williams', 'Wong', 'Young',
] as const;

/** Languages of members and how often they are spoken. */
export const languages = [['en', 61], ['es', 26], ['zh', 4], ['vi', 4], ['tl', 2], ['ko', 1], ['hy', 1], ['ru', 1]] as const;
