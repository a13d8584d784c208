// The words of the 360° view. English is in the element; pages in other languages fetch this.
import type { Words } from './spin_controls';

export const words: Record<string, Words> = {
  ur: {
    degrees: '{n} درجے', left: 'بائیں گھمائیں', right: 'دائیں گھمائیں', play: 'چلائیں', pause: 'روکیں', smaller: 'چھوٹا دکھائیں', larger: 'بڑا دکھائیں',
    full: 'پوری اسکرین', leave: 'پوری اسکرین سے نکلیں', hint: 'گھمانے کے لیے کھینچیں', loading: '360° منظر آ رہا ہے', again: 'دوبارہ کوشش کریں',
    offline: 'انٹرنیٹ نہیں ہے۔ باقی تصویریں کنکشن کے ساتھ آئیں گی۔', lost: '360° منظر ہم تک نہیں پہنچا۔', fault: 'اس کا 360° منظر دستیاب نہیں۔',
  },
  hi: {
    degrees: '{n} डिग्री', left: 'बाएँ घुमाएँ', right: 'दाएँ घुमाएँ', play: 'चलाएँ', pause: 'रोकें', smaller: 'छोटा करें', larger: 'बड़ा करें',
    full: 'पूरी स्क्रीन', leave: 'पूरी स्क्रीन से बाहर', hint: 'घुमाने के लिए खींचें', loading: '360° दृश्य आ रहा है', again: 'फिर कोशिश करें',
    offline: 'इंटरनेट नहीं है। बाकी चित्र कनेक्शन लौटने पर आएँगे।', lost: '360° दृश्य हम तक नहीं पहुँचा।', fault: 'इसका 360° दृश्य उपलब्ध नहीं है।',
  },
};
