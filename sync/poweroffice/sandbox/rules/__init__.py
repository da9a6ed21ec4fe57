"""What PowerOffice Go makes of a document: the checks, the amounts and the invoice, as far as they are documented."""
