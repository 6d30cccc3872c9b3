"""What people fill in about themselves and about others."""

from ntm.accounts.forms.delegations import HandOnForm
from ntm.accounts.forms.people import AssignForm, EndForm, NewPersonForm, PersonForm
from ntm.accounts.forms.sign_in import SignInForm

__all__ = ["AssignForm", "EndForm", "HandOnForm", "NewPersonForm", "PersonForm", "SignInForm"]
