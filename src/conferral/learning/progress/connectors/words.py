"""The words that learning systems use in column names and cells, as keys: no accents, no spaces.

English, Afrikaans, German, French, Spanish, Portuguese and Dutch.
"""

from enum import StrEnum


class Meaning(StrEnum):
    """What the name of a column says that the column holds."""

    EMAIL = "email"
    NAME = "name"
    FIRST_NAME = "first_name"
    MIDDLE_NAME = "middle_name"
    LAST_NAME = "last_name"
    ID = "id"
    COURSE = "course"
    COHORT = "cohort"
    MODULE = "module"
    STATE = "state"
    DATE = "date"
    SCORE = "score"
    PERCENT = "percent"
    ATTENDANCE_PERCENT = "attendance_percent"
    ATTENDANCE_HOURS = "attendance_hours"
    REVIEWS_GIVEN = "reviews_given"
    REVIEWS_RECEIVED = "reviews_received"
    POSTS = "posts"


def _keys(words: str) -> frozenset[str]:
    return frozenset(words.split())


COLUMNS: dict[Meaning, frozenset[str]] = {
    Meaning.EMAIL: _keys(
        "email emailaddress mail mailaddress useremail learneremail studentemail "
        "eposadres epos epostadresse epost emailadresse emailadresse mailadresse "
        "adressedecourriel courriel adresseemail adressemail adresseelectronique "
        "correo correoelectronico direccioncorreo direcciondecorreo direcciondecorreoelectronico "
        "direccionemail enderecodeemail enderecodecorreioeletronico enderecodecorreioeletronico "
        "correioeletronico correioelectronico emailadres mailadres"
    ),
    Meaning.NAME: _keys(
        "name fullname learner learnername student studentname participant user displayname "
        "naam volnaam vollenaam volledigenaam volledigenaam naamenvan leerder student "
        "vollstandigername teilnehmer teilnehmerin teilnehmende nutzername namevollstandig "
        "nomcomplet nometprenom nomprenom prenomnom etudiant apprenant participant "
        "nombrecompleto nombreyapellidos nombreyapellido apellidosynombre alumno estudiante "
        "participante nomecompleto aluno estudante deelnemer leerling cursist"
    ),
    Meaning.FIRST_NAME: _keys(
        "firstname givenname givennames forename voornaam eerstenaam noemnaam vorname prenom "
        "nombre nombres primernombre nomeproprio primeironome roepnaam"
    ),
    Meaning.MIDDLE_NAME: _keys(
        "middlename middlenames middelnaam tussenvoegsel zweitervorname deuxiemeprenom "
        "segundonombre nomedomeio"
    ),
    Meaning.LAST_NAME: _keys(
        "lastname surname familyname secondname van familienaam agternaam achternaam nachname "
        "familienname nom nomdefamille apellido apellidos sobrenome apelido ultimonome"
    ),
    Meaning.ID: _keys(
        "idnumber externalid employeeid employeenumber studentid studentnumber learnerid "
        "personnelnumber staffnumber userid identifier id "
        "idnommer werknemernommer studentenommer personeelnommer matrikelnummer personalnummer "
        "idnummer numerodidentification numerodetudiant matricule numerodeid "
        "numerodeidentificacion "
        "numerodealumno numerodeidentificacao numerodoaluno studentnummer personeelsnummer"
    ),
    Meaning.COURSE: _keys(
        "course coursename courseid coursecode courseshortname kursus kursuskode kurs kurscode "
        "kursname cours codeducours curso codigodelcurso codigodocurso cursus cursuscode"
    ),
    Meaning.COHORT: _keys(
        "cohort cohorts cohortname intake group groups groupname groep groepe kohort gruppe "
        "gruppen kohorte groupe groupes cohorte grupo grupos turma groepen lichting"
    ),
    Meaning.MODULE: _keys(
        "module modulename modulecode activity activityname item unit lesson assessment aktiwiteit "
        "modul aktivitat lektion activite lecon modulo actividad atividade unidad unidade "
        "activiteit onderdeel les"
    ),
    Meaning.STATE: _keys(
        "status state completionstatus completionstate result outcome passed completed complete "
        "voltooi voltooiing toestand uitslag abschlussstatus abgeschlossen ergebnis bestanden "
        "statut etat resultat acheve termine estado resultado completado finalizado aprobado "
        "situacao concluido aprovado voltooid afgerond resultaat geslaagd"
    ),
    Meaning.DATE: _keys(
        "date completiondate completedon completedat datecompleted dateofcompletion finishedon "
        "completiontime time timecompleted completed datum voltooiingsdatum datumvoltooi "
        "voltooidop abschlussdatum abgeschlossenam datumdesabschlusses datedachevement "
        "datedefin dateachevement fecha fechadefinalizacion fechadetermino fechadecompletado "
        "data datadeconclusao datadetermino concluidoem voltooiingsdatum datumvoltooid afgerondop"
    ),
    Meaning.SCORE: _keys(
        "score grade mark marks points finalscore finalgrade result "
        "uitslag ergebnis resultat resultado resultaat real punt punte telling werklik "
        "punkte bewertung note punktzahl notes pointsobtenus calificacion nota puntuacion puntos "
        "puntaje pontuacao pontos reel valeur cijfer punten"
    ),
    Meaning.PERCENT: _keys(
        "percentage percent percentscore scorepercentage scorepercent persentasie prozent "
        "prozentsatz prozentual pourcentage porcentaje percentagem porcentagem percent"
    ),
    Meaning.ATTENDANCE_PERCENT: _keys(
        "attendance attendancepercentage attendancepercent attendancerate percentattended "
        "bywoning bywoningspersentasie anwesenheit anwesenheitsquote anwesenheitprozent "
        "assiduite tauxdepresence tauxdassiduite asistencia porcentajedeasistencia frequencia "
        "percentagemdepresenca percentualdepresenca aanwezigheid aanwezigheidspercentage"
    ),
    Meaning.ATTENDANCE_HOURS: _keys(
        "attendancehours hoursattended hourspresent contacthours bywoningsure bygewoondeure "
        "anwesenheitsstunden stundenanwesend heuresdepresence heuressuivies horasdeasistencia "
        "horasasistidas horasdepresenca horasassistidas aanwezigeuren urenaanwezig"
    ),
    Meaning.REVIEWS_GIVEN: _keys(
        "peerreviewsgiven reviewsgiven peerassessmentsgiven peerreviewsdone eweknieresensiesgegee "
        "peerreviewsgegeben gegebenepeerreviews evaluationsparlespairsdonnees "
        "revisionesentreparesrealizadas revisoesporparesrealizadas peerreviewsgegeven"
    ),
    Meaning.REVIEWS_RECEIVED: _keys(
        "peerreviewsreceived reviewsreceived peerassessmentsreceived eweknieresensiesontvang "
        "peerreviewserhalten erhaltenepeerreviews evaluationsparlespairsrecues "
        "revisionesentreparesrecibidas revisoesporparesrecebidas peerreviewsontvangen"
    ),
    Meaning.POSTS: _keys(
        "posts forumposts discussionposts numberofposts postsmade plasings forumplasings "
        "beitrage forenbeitrage forumsbeitrage messagespostes publicaciones mensajesenelforo "
        "postagens publicacoes forumberichten berichten"
    ),
}

COMPLETED = _keys(
    "completed complete done finished yes y true x ✓ ✔ 1 "
    "voltooi voltooid klaar ja afgehandel abgeschlossen fertig erledigt beendet wahr "
    "acheve achevee termine terminee complete oui vrai fini "
    "completado completada finalizado finalizada terminado terminada si verdadero "
    "concluido concluida completo completa sim verdadeiro afgerond waar gereed"
)
PASSED = _keys(
    "passed pass achieved competent satisfactory completepass completedpass "
    "geslaag slaag bevoeg bestanden reussi reussie admis admise valide validee "
    "aprobado aprobada apto superado aprovado aprovada geslaagd voldoende behaald"
)
FAILED = _keys(
    "failed fail notpassed notachieved notyetcompetent completefail completedfail "
    "gedruip niegeslaag niegeslaagnie druip nogniebevoeg nichtbestanden "
    "durchgefallen echoue echouee nonreussi nonvalide ajourne suspenso suspendido noaprobado "
    "noaprobada noapto reprobado reprovado reprovada naoaprovado nietgeslaagd onvoldoende gezakt"
)
NOT_COMPLETED = _keys(
    "notcompleted notcomplete incomplete notstarted inprogress started enrolled notattempted "
    "todo pending notyet no n false 0 "
    "nievoltooi nievoltooinie onvoltooid nee nogniebegin besig nichtabgeschlossen "
    "offen unvollstandig inbearbeitung nichtbegonnen nein falsch begonnen "
    "nonacheve nonachevee nontermine nonterminee nontermines encours noncommence non faux "
    "nocompletado nocompletada nofinalizado nofinalizada noterminado enprogreso encurso sinempezar "
    "incompleto incompleta falso naoconcluido naoconcluida naocompletado emandamento nao "
    "nietvoltooid nietafgerond bezig nietbegonnen onvolledig onwaar"
)
NOTHING = frozenset(["", "-", "–", "—", "--", "n/a", "na", "null", "none"])

# In brackets behind "completed", as Moodle writes it: a word for the pass mark makes it a result,
# and a word for "not" makes it the bad one.
PASS_MARK = (
    *("pass", "slaag", "besta", "bestanden", "reussi", "reussite", "aprob", "aprov", "voldoende"),
    *("geslaagd", "passage", "requise", "cijfer", "bewertung", "calificacion", "nota", "note"),
)
NEGATION = _keys("not didn nie nicht nie niet ne pas nao no sin non sem without failed")

# Words around a date that say nothing about it.
DATE_FILLERS = _keys("de del of at um uhr om os a las as le la les der den die o h u")
MORNING = _keys("am vm")
AFTERNOON = _keys("pm nm")
LANGUAGES = ("en", "af", "de", "fr", "es", "pt", "nl")
