/** What to do first, in the words of slip and letter alike. */
export const firstSteps: readonly string[] = [
  '1. Откройте адрес и введите логин и временный пароль.',
  '2. Придумайте свой пароль и никому его не говорите.',
  '3. Войдите в течение 7 рабочих дней, затем уничтожьте этот листок.',
]
