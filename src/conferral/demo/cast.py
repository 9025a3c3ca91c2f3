"""Who the demonstration consists of. Nobody in it exists."""

from conferral.foundation.accounts.roles import Role

STAFF = (
    ("lindiwe@saypro.example", "Lindiwe van Wyk", Role.ADMINISTRATOR),
    ("thabo@saypro.example", "Thabo Mokoena", Role.AUTHOR),
    ("zinhle@saypro.example", "Zinhle Dube", Role.EXPERT),
    ("johan@saypro.example", "Johan Pretorius", Role.TRAINER),
    ("nomsa@saypro.example", "Nomsa Radebe", Role.OFFICER),
    ("kabelo@saypro.example", "Kabelo Tlhapi", Role.MODERATOR),
    ("naledi@saypro.example", "Naledi Khumalo", Role.REVIEWER),
    ("pieter@saypro.example", "Pieter Botha", Role.REGISTRAR),
    ("amahle@saypro.example", "Amahle Zwane", Role.AUDITOR),
    # To end a key takes two of them.
    ("refilwe@saypro.example", "Refilwe Modise", Role.ADMINISTRATOR),
)

# Names as they come: every official language of South Africa, and the wider world.
LEARNERS = (
    "Nomvula Grace Dlamini", "Sipho Ndlovu", "Lerato Mofokeng", "Tshilidzi Ṋemaṱanḓani",
    "Kagiso Šebata", "Anneke Jansen van Rensburg", "Bongani Mthembu", "Refilwe Molefe",
    "Mpho Ḽiḓoga", "Xolani Mqhayi-Gqirhana", "Precious Hlungwani", "Thandeka Zulu",
    "Johan Müller", "Palesa Mokoena", "Musa Shongwe", "Ntombizodwa Ncube",
    "عبد الرحمن بن محمد", "Zanele Mabaso", "Nguyễn Thị Ánh Tuyết", "Tebogo Motaung",
    "Katlego Phiri", "श्रीमती आर्या चक्रवर्ती", "Dineo Sithole", "Fatima Essop",
    "Gugu Nkosi", "Hendrik Steyn", "Itumeleng Tau", "Jabulani Khoza",
    "欧阳清风", "Karabo Ledwaba", "Luyanda Mkhize", "Masego Modise",
    "Nandi Cele", "Oratile Sebogo", "Pumla Gqola", "Rendani Mulaudzi",
    "Siyabonga Gumede", "Tumelo Maseko", "Unathi Jordaan", "Vusi Radebe",
    "Wilhelmina Konstantinopoulou-Featherstonehaugh", "Xihluke Baloyi",
    "Yusuf Patel", "Zodwa Buthelezi",
    "Ayesha Khan", "Boitumelo Seleka", "Chanelle Adams", "Dumisani Hadebe",
    "Elelwani Ramavhoya", "Fikile Mbatha", "Goitseone Kgosi", "Happy Makhubele",
    "Innocent Chauke", "Jessica October", "Khensani Maluleke", "Lwazi Sigcau",
    "Mbali Ngcobo", "Nkateko Rikhotso", "Ofentse Pilane", "Phindile Masuku",
)  # fmt: skip
