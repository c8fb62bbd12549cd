/**
 * Passwords that everybody tries first, as far as they are long enough to pass the length rule. They are compared in lower
 * case and without anything but letters and digits, so `Password-1234` is found as well (reliability 3, ASVS 6.2.4).
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
  password1234 password12345 password123456 passwordpassword password123123 password1password mypassword123
  mypassword1234 newpassword123 passw0rd1234 passw0rdpassw0rd p4ssw0rd1234 adminadmin123 adminadminadmin
  administrator administrator1 administrator123 admin1234567 admin12345678 admin123456789 adminpassword
  adminpassword1 rootpassword rootroot1234 changemeplease changeme1234 changemechangeme letmeinletmein letmein12345
  letmein123456 welcome12345 welcome123456 welcomewelcome iloveyou1234 iloveyou12345 iloveyouforever
  iloveyouiloveyou qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwertyqwerty qwerty123456 qwerty1234567 qwerty12345678
  qwertyuiopasdf qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm asdfghjkl123 asdfghjkl1234 asdfghjklzxcvbnm
  zxcvbnm12345 zxcvbnm123456 qazwsxedcrfv qazwsxedcrfvtgb 1qaz2wsx3edc 1qaz2wsx3edc4rfv 1q2w3e4r5t6y 1q2w3e4r5t6y7u
  q1w2e3r4t5y6 q1w2e3r4t5y6u7 abcdefghijkl abcdefghijklm abcdefghijklmnop abcdefg12345 abcd12345678 abc123456789
  abc123abc123 abcabcabc123 a1b2c3d4e5f6 a123456789012 aa1234567890 secretsecret secretpassword topsecret123
  supersecret1 supersecret123 trustno1trustno1 sunshine1234 princess1234 football1234 baseball1234 superman1234
  dragondragon monkeymonkey mustermuster muster123456 mustermustermuster modelarts1234 labellabel123 testtest1234
  testtesttest testpassword testpassword1 test12345678 test123456789 guestguest123 userpassword user12345678
  correcthorsebatterystaple passwort1234 passwort12345 passwort123456 passwortpasswort hallohallo123 motdepasse123
  contrasena123 contrasenia123 woaini1314520 woaini123456 123456789abc 123456789qwe 123456qwerty 123qweasdzxc
  1234qwerasdf 1234qwerasdfzxcv 147258369147 147258369000 159753456852 112233445566 123123123123 121212121212
  123321123321 123654789123 102030405060 010203040506 987654321987
  `
    .trim()
    .split(/\s+/),
)
