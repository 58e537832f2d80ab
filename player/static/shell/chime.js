/** A soft sound of two tones, for those who look elsewhere. Silent where the browser says no. */
let audio = null;

export function chime() {
  try {
    audio ??= new AudioContext();
    if (audio.state === "suspended") audio.resume().catch(() => {});
    [[659, 0], [880, 0.22]].forEach(([frequency, delay]) => tone(frequency, audio.currentTime + delay));
  } catch {
    // no sound in this browser: the words and the title remain
  }
}

function tone(frequency, start) {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.frequency.value = frequency;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.12, start + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.7);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.75);
}
