"""The documents of the API: which properties may be posted, and which are answered.

Data only, by the vendor's OpenAPI document; the checks are in `shapes`, the rules in `rules`.
"""

from __future__ import annotations

from .shapes import (
    AMOUNT,
    DAY,
    FLAG,
    GUID,
    INT32,
    INT64,
    INT64_LIST,
    REFERENCE,
    SHORT_TEXT,
    Kind,
    Shape,
    each,
    names,
    nested,
    one_of,
    text,
)

UNITS = one_of(
    *names(
        "BX MTR KMT KGM EA LTR HUR DAY MTK MTQ TNE MON ANN QAN NL XRO XBA XPL XPC PR XCI XBG SET XTY XOF FTK KWH MWH"
        " LBR CMT DMT LM XPK GRM HGM XFL XBE E54 MMT DAA H18 MLT HLT DLT AK XCR E14 MJ J57 XJG XCT XSA XTU WEE XCA XCN"
        " NAR M4 XVQ P1 MFU KMK LM3 FOT FM3 E34 E35"
    )
)
AGRICULTURE = one_of("None", "Finance", "Farming", "Forestry", "FurAnimals", "OtherIndustries", "Private")
VAT_RETURN = one_of(
    "None",
    "Adjustment",
    "LossesOnClaims",
    "ReversalOfInputValueAddedTax",
    "Withdrawals",
    "AdjustmentVatCompensationRealProperty",
    "PurchasesEligibleForCompensation",
)
DELIVERY = one_of("PdfByEmail", "Print", "EHF", "AvtaleGiro", "External", "Efaktura", "Factoring")
REMINDER_DELIVERY = one_of("PdfByEmail", "Print")

_DIMENSION_IDS = "DepartmentId LocationId ProjectId Dim1Id Dim2Id Dim3Id"
_DIMENSION_CODES = "DepartmentCode LocationCode ProjectCode Dim1Code Dim2Code Dim3Code"

# What a posted order may point at and this sandbox keeps none of: property -> what it is called in the refusal.
POINTERS = {
    "BrandingTheme": "Branding theme",
    "ContactDeliveryAddress": "Contact delivery address",
    "CustomerReferenceContactPerson": "Contact person",
    "DeliveryTermId": "Delivery term",
    "Department": "Department",
    "Dim1": "Dimension 1",
    "Dim2": "Dimension 2",
    "Dim3": "Dimension 3",
    "Location": "Location",
    "Project": "Project",
    "SalesPersonEmployee": "Employee",
    "SellersReferenceEmployee": "Employee",
}

ACCRUAL: Shape = {
    **each("BalanceAccountAgricultureDepartment ResultAccountAgricultureDepartment", AGRICULTURE),
    **each("BalanceAccountId BalanceAccountNo ResultAccountId ResultAccountNo", INT64),
    **each("FromDate ToDate", DAY),
    "IsActive": FLAG,
}

ORDER_LINE_POST: Shape = {
    **each(_DIMENSION_IDS + " ProductId SellersReferenceEmployeeId SellersReferenceEmployeeNo", INT64),
    **each(_DIMENSION_CODES + " ProductCode", text(SHORT_TEXT)),
    **each("Allowance ProductUnitCost ProductUnitPrice Quantity", AMOUNT),
    "Accrual": nested(ACCRUAL),
    "Description": text(),
    "ExternalImportReference": REFERENCE,
    "LineType": one_of("Normal", "Text", "Summary", "InvoiceFee", "TotalHours"),
    "SortOrder": INT32,
    "UnitOfMeasureCode": UNITS,
    "UseStandardSalesAccount": FLAG,
    "VatReturnSpecification": VAT_RETURN,
}

ORDER_HEADER_POST: dict[str, Kind] = {
    **each(
        _DIMENSION_IDS + " BrandingThemeId ContactDeliveryAddressId CustomerId CustomerNo DeliveryTermId"
        " CustomerReferenceContactPersonId ImportedOrderNo PaymentTermId RelatedInvoiceNo SalesPersonEmployeeId"
        " SalesPersonEmployeeNumber",
        INT64,
    ),
    **each(
        _DIMENSION_CODES + " BrandingThemeCode ContractNo CurrencyCode CustomMatchingReference CustomerReference"
        " DeliveryTerm PurchaseOrderReference",
        text(SHORT_TEXT),
    ),
    **each("DeliveryDate SalesOrderDate", DAY),
    "CurrencyExchangeRate": AMOUNT,
    "ExternalImportReference": REFERENCE,
    "PaymentTerm": INT32,
    "SalesOrderStatus": one_of("Draft", "Confirmed"),
}

ORDER_POST: Shape = {**ORDER_HEADER_POST, "SalesOrderLines": nested(ORDER_LINE_POST, many=True)}

ORDER_FIELDS = (
    *ORDER_HEADER_POST,
    *names("CreatedDateTimeOffset Id IsCreatedByCurrentIntegration LastChangedDateTimeOffset LineCount NetAmount"),
    *names("SalesOrderNo TotalAmount"),
)
# An Accrual is answered as well where one was posted: like MailAddress, the document does not let it be null.
LINE_FIELDS = (
    *(name for name in ORDER_LINE_POST if name != "Accrual"),
    *names("Id NetAmount SalesOrderId TotalAmount VatAmount VatCode VatId VatRate"),
)

SEND_POST: Shape = {
    "DeliveryType": one_of("PdfByEmail", "PdfPrintForDownload", "Auto"),
    "EmailAddress": text(SHORT_TEXT),
    **each("OverrideDueDate VoucherDate", DAY),
}
SENT_STATE_FIELDS = names(
    "DueDate Id InvoiceDeliveryType InvoiceNo IsInvoiceBeingProcessed LastErrorMessage SentDateTimeOffset"
)

INVOICE_FIELDS = names(
    "Balance BalanceLastChangedDateTimeOffset BrandingThemeCode BrandingThemeId Cid ContractNo"
    " CreatedDateTimeOffset CurrencyCode CurrencyExchangeRate CustomMatchingReference CustomerId CustomerNo"
    " CustomerReference CustomerReferenceContactPersonId DeliveryAddress1 DeliveryAddress2 DeliveryAddressCity"
    " DeliveryAddressCountryCode DeliveryAddressZipCode DeliveryDate DeliveryTerm DeliveryTermId DepartmentCode"
    " DepartmentId Dim1Code Dim1Id Dim2Code Dim2Id Dim3Code Dim3Id DueDate ExternalImportReference Id"
    " ImportedOrderNo InvoiceDeliveryType InvoiceNo IsCreatedByCurrentIntegration IsReversed"
    " LastChangedDateTimeOffset LocationCode LocationId MatchId NetAmount NetPostedAmount OrderDate OrderNo"
    " PaymentTerm PaymentTermId ProjectCode ProjectId PurchaseOrderReference RelatedInvoiceNo"
    " SellersReferenceEmployeeId SellersReferenceEmployeeNo SentDateTimeOffset TotalAmount TotalPostedAmount"
    " VoucherDate VoucherNo VoucherType"
)

ADDRESS_POST: Shape = {
    **each("AddressLine1 AddressLine2", text(200)),
    "City": text(100),
    "CountryCode": text(2),
    **each("ExternalCode ZipCode", text(50)),
}

CUSTOMER_POST: Shape = {
    **each("Allowance BillableRate", AMOUNT),
    **each(
        "DeliveryTermId DepartmentId ExternalNumber InvoiceBrandingThemeId Number PaymentTermId SalesPersonEmployeeId"
        " SalesPersonEmployeeNumber",
        INT64,
    ),
    **each(
        "CurrencyCode DeliveryTerm DepartmentCode EmailAddress FirstName InvoiceBrandingThemeCode InvoiceEmailAddress"
        " InvoiceEmailAddressCC LastName LegalName Name NationalIdNumber OrganizationNumber"
        " PaymentReminderEmailAddress PhoneNumber WebsiteUrl",
        text(SHORT_TEXT),
    ),
    **each("CustomerSince DateOfBirth", DAY),
    **each(
        "DoNotAddLatePaymentFees DoNotAddLatePaymentInterest DoNotAutomatePaymentNotifications IsArchived IsPerson"
        " IsVatFree SendPaymentReminders TransferToDebtCollectionAgency UseInvoiceFee",
        FLAG,
    ),
    "ContactGroupIds": INT64_LIST,
    "ExternalImportReference": REFERENCE,
    "InvoiceDeliveryType": DELIVERY,
    "MailAddress": nested(ADDRESS_POST),
    **each("NoticeOfDebtCollectionDeliveryType ReminderDeliveryType", REMINDER_DELIVERY),
    "PaymentTerm": INT32,
    "SubLedgerNumberSeriesId": GUID,
}

# MailAddress is answered as well where there is one: the document does not let it be null.
CUSTOMER_FIELDS = tuple(
    name for name in CUSTOMER_POST if name not in ("MailAddress", "SubLedgerNumberSeriesId")
) + names(
    "ContactCreatedDateTimeOffset CreatedFromImportJournalId CustomerCreatedDateTimeOffset Id IsActive"
    " LastChangedDateTimeOffset SubledgerAccountId"
)

_SALES_ACCOUNTS: dict[str, Kind] = {
    **each("OptionalSalesAccount OptionalSalesAccountId StandardSalesAccount StandardSalesAccountId", INT64),
    **each("OptionalSalesAccountAgricultureDepartment StandardSalesAccountAgricultureDepartment", AGRICULTURE),
    **each("UnitCost UnitPrice", AMOUNT),
    "Description": text(),
    "IsArchived": FLAG,
    "Name": text(400),
    "ProductType": one_of("Product", "Service"),
    "UnitOfMeasureCode": UNITS,
}

PRODUCT_POST: Shape = {
    **_SALES_ACCOUNTS,
    "Code": text(100),
    **each("Gtin ProductGroupCode", text(SHORT_TEXT)),
    "IsStockItem": FLAG,
    "ProductGroupId": INT64,
    "StockOnHand": AMOUNT,
}
PRODUCT_FIELDS = (
    *PRODUCT_POST,
    *names("CreatedDateTimeOffset CreatedFromImportJournalId Id LastChangedDateTimeOffset StockAvailable"),
    "StockOnHandLastChangedDatetimeOffset",
)

GROUP_POST: Shape = {**_SALES_ACCOUNTS, "Code": text(200)}
GROUP_FIELDS = (*GROUP_POST, *names("CreatedDateTimeOffset CreatedFromImportJournalId Id LastChangedDateTimeOffset"))

ACCOUNT_POST: Shape = {
    "AccountNo": INT64,
    "AgricultureDepartment": AGRICULTURE,
    **each("CurrencyCode DepartmentCode Name VatCode", text(SHORT_TEXT)),
    "DepartmentId": INT64,
    **each("IsActive IsDepartmentRequired IsProjectRequired IsVatCodeLocked", FLAG),
    **each("Unit1 Unit2", UNITS),
    "VatCodeId": INT32,
    "VatReturnSpecification": VAT_RETURN,
}
ACCOUNT_FIELDS = (*ACCOUNT_POST, "GeneralLedgerAccountType", "Id", "LastChangedDateTimeOffset")

VOUCHER_LINE_POST: Shape = {
    **each("AccountId DepartmentId Dim1Id Dim2Id Dim3Id LocationId ProductId ProjectId", INT64),
    **each("CurrencyAmount CurrencyExchangeRate Quantity Quantity2", AMOUNT),
    **each("CurrencyCode CustomMatchingReference ExternalLineReference", text(SHORT_TEXT)),
    "Description": text(),
    "PostingDate": DAY,
    "VatId": INT32,
    "VatReturnSpecification": VAT_RETURN,
}
VOUCHER_HEADER_POST: dict[str, Kind] = {
    "CurrencyCode": text(3),
    "Description": text(),
    "ExternalImportReference": REFERENCE,
    "ImportedVoucherNo": INT64,
    **each("SaftBatchId SaftSourceId", text(35)),
    "VoucherDate": DAY,
}
VOUCHER_POST: Shape = {**VOUCHER_HEADER_POST, "VoucherLines": nested(VOUCHER_LINE_POST, many=True)}
VOUCHER_FIELDS = (*VOUCHER_HEADER_POST, *names("CreatedDateTimeOffset Id IsReversed VoucherNo"))
VOUCHER_LINE_FIELDS = (*VOUCHER_LINE_POST, *names("CreatedDateTimeOffset Id"))

VOUCHER_TYPES = names(
    "Unknown IncomingInvoice IncomingCreditNote OutgoingInvoice OutgoingCreditNote IncomingBankRemittance"
    " IncomingOcrGiro ManualJournal Expense CashJournal IncomingPayments OutgoingPayments YearEndJournal BankJournal"
    " VatReturns PayrollJournal OutgoingPaymentReminder OutgoingNoticeOfDebtCollection OutgoingPaymentDemand"
    " OutgoingWarrantOfExecution CorrectionVoucher ReversalVoucher DepreciationJournal TravelExpense Settlement"
    " NegativeSettlement SystemGeneratedDocumentationVoucher"
)
TRANSACTION_FIELDS = names(
    "AccountId AccountNo AgricultureDepartment Amount BankTransferId ContactId CorrectionOfVoucherId"
    " CorrectionOfVoucherNo CreatedDateTimeOffset CreatedFromImportJournalId CurrencyAmount CurrencyCode"
    " CustomerAccountNo DepartmentCode DepartmentId Description Dim1Code Dim1Id Dim2Code Dim2Id Dim3Code Dim3Id"
    " EmployeeAccountNo ExternalImportReference Id ImportedVoucherNo IsNoteMainEntry IsReversed"
    " LastChangedDateTimeOffset LocationCode LocationId PostingDate ProductCode ProductId ProjectCode ProjectId"
    " Quantity Quantity2 ReversedVoucherId ReversedVoucherNo SubLedgerEntryId SupplierAccountNo VatAmount VatCode"
    " VatId VatRate VatReturnSpecification VoucherDate VoucherDescription VoucherId VoucherNo VoucherType"
)

TERM_POST: Shape = {"CreditDays": INT32, **each("IsActive IsDefault", FLAG), "Name": text(128)}
VAT_CODE_FIELDS = names(
    "BaseVatCodeId Code Description Id IsActive IsCustom Name Rate ValidFrom ValidTo VatBasisRatio"
    " VatBasisRatioValidFrom VatBasisRatios"
)
TERM_FIELDS = names("CreatedDateTimeOffset CreditDays Id IsActive IsDefault LastChangedDateTimeOffset Name")
